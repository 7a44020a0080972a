// node test.mjs PROGRAM: a public FHIR client against the running program.
import { runTests } from '../doors/ward.mjs';
import { synthea } from './synthea.mjs';
import { taken } from './taken.mjs';
import { told } from './told.mjs';

await runTests(process.argv[2], { ...taken, ...told, ...synthea });
