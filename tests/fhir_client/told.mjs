// What the ward tells a FHIR client: what it can do, what it says of a patient, and pages of both.
import assert from 'node:assert/strict';
import { answerOf, clientOf, found } from './client.mjs';
import { bundle, illPatient, put, temperature } from './resources.mjs';

// Each reference in a resource, wherever it stands.
function referencesIn(value) {
    if (value === null || typeof value !== 'object') return [];
    const own = typeof value.reference === 'string' ? [value.reference] : [];
    return own.concat(...Object.values(value).map(referencesIn));
}

export const told = {
    'the capability statement is what the ward does': async (ward) => {
        const client = clientOf(ward);
        const { body } = await answerOf(client.capabilityStatement());
        assert.equal(body.fhirVersion, '4.0.1');
        assert.deepEqual({ ...(await client.smartAuthMetadata()) }, {}, 'it names no server that signs in');
        for (const { type, interaction, searchParam } of body.rest[0].resource) {
            const codes = interaction.map((one) => one.code);
            assert.ok(codes.includes('read') && codes.includes('search-type'), type);
            const parameter = searchParam.find((one) => one.name !== '_id').name;
            const searched = await answerOf(client.search({ resourceType: type, searchParams: { [parameter]: 'nobody' } }));
            assert.deepEqual([searched.status, searched.body.total], [200, 0], type);
            assert.equal((await answerOf(client.read({ resourceType: type, id: 'none' }))).status, 404, type);
        }
        const nobody = await answerOf(client.search({ resourceType: 'Observation', searchParams: { code: '8310-5' } }));
        assert.equal(nobody.status, 400, 'a search has to name its patient');
    },

    'a search is told in pages, and each resource once': async (ward) => {
        const client = clientOf(ward);
        const minutes = [...Array(23).keys()].map((minute) => String(minute).padStart(2, '0'));
        const sent = minutes.map((minute) => temperature(`t${minute}`, 'Patient/p1', 38.6, `2026-03-03T10:${minute}:00Z`));
        assert.equal((await answerOf(client.transaction({ body: bundle('transaction', sent.map(put)) }))).status, 200);
        const whole = await found(client, 'Observation', { patient: 'p1' });
        const paged = await found(client, 'Observation', { patient: 'Patient/p1', _count: 5 });
        assert.deepEqual(paged, whole);
        assert.equal(new Set(paged.map((one) => one.id)).size, paged.length);
        assert.deepEqual(paged.filter((one) => one.id.startsWith('t')), sent);
        const { body } = await answerOf(client.search({ resourceType: 'Observation', searchParams: { patient: 'p1' } }));
        const addresses = whole.map((one) => `${ward.base}/fhir/Observation/${one.id}`);
        assert.deepEqual(body.entry.map((entry) => entry.fullUrl), addresses);
    },

    'what the program says is found, followed and read by its id': async (ward) => {
        const client = clientOf(ward);
        await answerOf(client.transaction({ body: bundle('transaction', illPatient('p1').map(put)) }));
        const types = ['Observation', 'DetectedIssue', 'RequestGroup', 'MedicationRequest', 'Task', 'Flag', 'Provenance',
            'GuidanceResponse', 'ServiceRequest'];
        const all = new Map();
        for (const type of types) {
            const own = (await found(client, type, { patient: 'p1' })).filter((one) => !one.id.startsWith('p1'));
            assert.ok(own.length > 0, `no ${type} is told`);
            for (const resource of own) all.set(`${type}/${resource.id}`, resource);
        }
        const grade = [...all.values()].find((one) => /ASTCT/.test(JSON.stringify(one.code ?? {})));
        assert.ok(grade, 'a grade is told');
        const drug = [...all.values()].find((one) => one.resourceType === 'MedicationRequest');
        assert.deepEqual([drug.status, drug.intent], ['draft', 'proposal']);
        for (const [reference, resource] of all) {
            const [resourceType, id] = reference.split('/');
            const read = await answerOf(client.read({ resourceType, id }));
            assert.deepEqual([read.status, { ...read.body }], [200, resource]);
        }
        // A statement of the packs is named, and is no resource.
        const isNamed = (one) => one.startsWith('#') || one.startsWith('urn:stormkeel:statement:');
        const references = new Set([...all.values()].flatMap(referencesIn).filter((one) => !isNamed(one)));
        assert.ok(references.size > 0);
        for (const reference of references) {
            assert.match(reference, /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]+$/, `${reference} can be followed`);
            const [resourceType, id] = reference.split('/');
            assert.equal((await answerOf(client.read({ resourceType, id }))).status, 200, reference);
        }
    },
};
