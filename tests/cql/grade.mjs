// Runs a CQL library over Bundles with the public engine.
import cql from 'cql-execution';
import fhir from 'cql-exec-fhir';
import { translate } from './translate.mjs';

const { CodeService, DateTime, Executor, Library, Repository } = cql;

// One source for all libraries and Bundles: it parses FHIR's whole model when it is made.
const source = fhir.PatientSource.FHIRv401();

export async function grader(text, asOf) {
    const library = new Library(await translate(text), new Repository({}));
    const executor = new Executor(library, new CodeService({}), { 'As Of': DateTime.parse(asOf.replace('Z', '.000Z')) });
    return async (bundle) => {
        source.loadBundles([bundle]);
        const { patientResults } = await executor.exec(source);
        return Object.values(patientResults)[0];
    };
}

export const grades = (found) => ({
    crs: [found['CRS At Least'], found['CRS At Most']],
    icans: [found['ICANS At Least'], found['ICANS At Most']],
});
