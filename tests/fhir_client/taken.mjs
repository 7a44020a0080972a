// What a FHIR client sends, one resource or many, and what becomes of it.
import assert from 'node:assert/strict';
import { answerOf, assessed, clientOf, found, statusesOf } from './client.mjs';
import { administration, bundle, hoursAgo, illPatient, medication, observation, patient, put, temperature } from './resources.mjs';

export const taken = {
    'a resource is created, read, updated and read again': async (ward) => {
        const client = clientOf(ward);
        const sent = temperature('t1', 'Patient/p1', 38.6);
        const create = () => answerOf(client.create({ resourceType: 'Observation', body: sent }));
        const created = await create();
        assert.equal(created.status, 201);
        const location = new URL(created.fields.get('location'), ward.base).href;
        assert.equal(location, `${ward.base}/fhir/Observation/t1/_history/1`);
        assert.equal(created.fields.get('etag'), 'W/"1"');
        assert.equal(created.body.meta.versionId, '1');
        assert.equal((await create()).status, 200, 'the same content again');
        assert.deepEqual({ ...(await answerOf(client.read({ resourceType: 'Observation', id: 't1' }))).body }, sent);

        const corrected = temperature('t1', 'Patient/p1', 36.8);
        const update = (id, body) => answerOf(client.update({ resourceType: 'Observation', id, body }));
        assert.equal((await update('t1', corrected)).status, 200);
        assert.equal((await update('t2', temperature('t2', 'Patient/p1', 36.7))).status, 201, 'one that is new');
        assert.equal((await update('t1', temperature('t9', 'Patient/p1', 36.7))).status, 400, 'two names');
        const read = await answerOf(client.read({ resourceType: 'Observation', id: 't1' }));
        assert.equal(read.body.valueQuantity.value, 36.8);
        assert.equal(read.fields.get('etag'), 'W/"2"');
        assert.equal((await answerOf(client.read({ resourceType: 'Observation', id: 'none' }))).status, 404);
        const facts = (await ward.call('GET', '/api/patients/p1/facts')).json.facts;
        const temperatures = facts.map((fact) => `${fact.value} ${fact.status}`).sort();
        assert.deepEqual(temperatures, ['36.7 current', '36.8 current', '38.6 superseded']);
    },

    'a resource without an id gets one by which it is read': async (ward) => {
        const client = clientOf(ward);
        const { id: _, ...sent } = temperature('', 'Patient/p1', 38.6);
        const created = await answerOf(client.create({ resourceType: 'Observation', body: sent }));
        assert.equal(created.status, 201);
        const { meta, ...resource } = created.body;
        assert.deepEqual(resource, { ...sent, id: created.body.id });
        assert.equal(meta.versionId, '1');
        const again = await answerOf(client.create({ resourceType: 'Observation', body: sent }));
        assert.deepEqual([again.status, again.body.id], [200, created.body.id]);
        const read = await answerOf(client.read({ resourceType: 'Observation', id: created.body.id }));
        assert.deepEqual({ ...read.body }, resource);
    },

    'what cannot be used is told where and why': async (ward) => {
        const client = clientOf(ward);
        const bad = temperature('t1', 'Patient/p1', 38.6);
        bad.valueQuantity.code = 'mm[Hg]';
        const refused = await answerOf(client.create({ resourceType: 'Observation', body: bad }));
        assert.equal(refused.status, 422);
        assert.equal(refused.body.resourceType, 'OperationOutcome');
        assert.match(refused.body.issue[0].diagnostics, /unit 'mm\[Hg\]' does not fit/);
        const other = await answerOf(client.create({ resourceType: 'Patient', body: temperature('t2', 'Patient/p1', 38) }));
        assert.equal(other.status, 422);
        const broken = await answerOf(client.request('Observation', { method: 'POST', body: '{"resourceType":' }));
        assert.equal(broken.status, 400);
    },

    'a batch, a collection and a message keep what is good, a transaction all or nothing': async (ward) => {
        const client = clientOf(ward);
        const entries = (id) => {
            const bad = temperature(`${id}-2`, `Patient/${id}`, 38.7, '2026-03-03T10:10:00Z');
            bad.valueQuantity.code = 'mm[Hg]';
            return [put(temperature(`${id}-1`, `Patient/${id}`, 38.6)), put(bad), put({ resourceType: 'Claim', id: 'c1' })];
        };
        for (const type of ['batch', 'collection', 'message']) {
            const answer = await answerOf(client.batch({ body: bundle(type, entries(type)) }));
            assert.equal(answer.status, 200);
            assert.deepEqual(statusesOf(answer.body), ['201', '422', '200']);
            assert.equal((await assessed(ward, type, '2026-03-03T11:00:00Z')).crs.reasons[0].evidence[0].value, 38.6);
        }
        const refused = await answerOf(client.transaction({ body: bundle('transaction', entries('whole')) }));
        assert.equal(refused.status, 422);
        assert.match(refused.body.issue[0].diagnostics, /mm\[Hg\]/);
        assert.equal((await ward.call('GET', '/api/patients/whole/assessment')).status, 404, 'nothing of it is kept');
        assert.equal((await answerOf(client.read({ resourceType: 'Observation', id: 'whole-1' }))).status, 404);

        const good = await answerOf(client.transaction({ body: bundle('transaction', illPatient('whole').map(put)) }));
        assert.deepEqual([good.status, good.body.type], [200, 'transaction-response']);
        assert.deepEqual(new Set(statusesOf(good.body)), new Set(['201']));
        const amended = { ...temperature('whole-temperature', 'Patient/whole', 38.9, hoursAgo(2)), status: 'amended' };
        const update = await answerOf(client.transaction({ body: bundle('transaction', [put(amended)]) }));
        assert.deepEqual(statusesOf(update.body), ['200'], 'an update creates nothing');
        const again = await answerOf(client.transaction({ body: bundle('transaction', illPatient('whole').map(put)) }));
        assert.deepEqual(new Set(statusesOf(again.body)), new Set(['200']), 'sent again it is the same');
        assert.equal((await assessed(ward, 'whole')).crs.grade, 2);
    },

    'a transaction with two versions under one number, or one resource twice, keeps nothing': async (ward) => {
        const client = clientOf(ward);
        const versioned = (value) => ({ ...temperature('t1', 'Patient/p1', value), meta: { versionId: '1' } });
        await answerOf(client.create({ resourceType: 'Observation', body: versioned(38.6) }));
        const other = temperature('t2', 'Patient/p1', 39, '2026-03-03T10:20:00Z');
        const conflicting = [put(other), put(versioned(37))];
        const twice = [put(other), put({ ...other, status: 'amended' })];
        for (const entries of [conflicting, twice]) {
            const refused = await answerOf(client.transaction({ body: bundle('transaction', entries) }));
            assert.equal(refused.status, 422);
            assert.equal((await answerOf(client.read({ resourceType: 'Observation', id: 't2' }))).status, 404);
        }
    },

    'a code that is none of ours does not stop a transaction, and is told': async (ward) => {
        const client = clientOf(ward);
        const bodyMass = (id) => observation(id, 'Patient/p1', '39156-5', 31, 'kg/m2', '2026-03-03T10:00:00Z');
        const entries = [put(temperature('t1', 'Patient/p1', 38.6)), put(bodyMass('b1')), put(bodyMass('b2'))];
        const answer = await answerOf(client.transaction({ body: bundle('transaction', entries) }));
        assert.deepEqual([answer.status, ...statusesOf(answer.body)], [200, '201', '201', '201']);
        for (const place of [1, 2]) {
            assert.match(answer.body.entry[place].response.outcome.issue[0].diagnostics, /39156-5.*no item of ours/);
        }
        const batch = await answerOf(client.batch({ body: bundle('batch', [put(bodyMass('b3')), put(bodyMass('b4'))]) }));
        assert.deepEqual(statusesOf(batch.body), ['422', '422'], 'each of them, not the first alone');
        assert.match((await assessed(ward, 'p1')).rejected[0].why, /no item of ours/);
    },

    'NDJSON is answered line by line': async (ward) => {
        const lines = [...illPatient('p1').map((one) => JSON.stringify(one)), '{"resourceType":', '{"resourceType":"Claim"}'];
        const answer = await ward.call('POST', '/fhir', lines.join('\n'), 'application/fhir+ndjson');
        assert.equal(answer.status, 200);
        const statuses = statusesOf(JSON.parse(answer.text));
        assert.deepEqual(statuses, [...illPatient('p1').map(() => '201'), '422', '200']);
        assert.equal((await assessed(ward, 'p1')).crs.grade, 2);
    },

    'entered-in-error and a deleting entry take back': async (ward) => {
        const client = clientOf(ward);
        const patientOf = async (id) => {
            await answerOf(client.transaction({ body: bundle('transaction', illPatient(id).map(put)) }));
            assert.equal((await assessed(ward, id)).crs.grade, 2);
        };
        await patientOf('p1');
        const wrong = { ...temperature('p1-temperature', 'Patient/p1', 38.6, hoursAgo(2)), status: 'entered-in-error' };
        assert.equal((await answerOf(client.update({ resourceType: 'Observation', id: wrong.id, body: wrong }))).status, 200);
        assert.notEqual((await assessed(ward, 'p1')).crs.grade, 2);

        await patientOf('p2');
        const removal = { request: { method: 'DELETE', url: 'Observation/p2-temperature' } };
        const removed = await answerOf(client.transaction({ body: bundle('transaction', [removal]) }));
        assert.deepEqual([removed.status, ...statusesOf(removed.body)], [200, '204']);
        assert.notEqual((await assessed(ward, 'p2')).crs.grade, 2);
        assert.equal((await answerOf(client.read({ resourceType: 'Observation', id: 'p2-temperature' }))).status, 410);
        const left = await found(client, 'Observation', { patient: 'p2' });
        assert.ok(left.every((one) => one.id !== 'p2-temperature'));
    },

    'references inside a Bundle, by a search and by an identifier lead to the patient': async (ward) => {
        const client = clientOf(ward);
        const address = 'urn:uuid:0a4e3f2b-0001-4000-8000-000000000001';
        const logical = { type: 'Patient', identifier: { system: 'urn:hospital', value: 'M1' } };
        const subjects = { t1: address, t2: 'Patient?identifier=urn:hospital|M1', t3: logical };
        const entries = Object.entries(subjects).map(([id, who], i) => put(temperature(id, who, 38.1 + i, `2026-03-03T1${i}:00:00Z`)));
        entries.push({ ...put(patient('p1', 'M1')), fullUrl: address });
        const answer = await answerOf(client.transaction({ body: bundle('transaction', entries) }));
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        const facts = (await ward.call('GET', '/api/patients/p1/facts')).json.facts;
        assert.deepEqual(facts.filter((fact) => fact.item === 'temperature').map((fact) => fact.value).sort(), ['38.1', '39.1', '40.1']);

        // What came with the Patient's Bundle, and what comes later, is told with a reference that can be followed.
        const later = temperature('t4', 'Patient?identifier=urn:hospital|M1', 38.4, '2026-03-03T13:00:00Z');
        assert.equal((await answerOf(client.create({ resourceType: 'Observation', body: later }))).status, 201);
        for (const id of ['t1', 't2', 't4']) {
            const read = await answerOf(client.read({ resourceType: 'Observation', id }));
            const owner = await client.resolve({ reference: read.body.subject.reference });
            assert.equal(owner.id, 'p1');
        }
        assert.equal((await found(client, 'Observation', { patient: 'p1' })).length >= 4, true);
        assert.deepEqual((await found(client, 'Patient', { identifier: 'urn:hospital|M1' })).map((one) => one.id), ['p1']);
        const nobody = temperature('t5', 'Patient?identifier=urn:hospital|M2', 38);
        assert.equal((await answerOf(client.create({ resourceType: 'Observation', body: nobody }))).status, 422);
    },

    'a Medication is sent once, and referred to before and after': async (ward) => {
        const client = clientOf(ward);
        const give = (id, hour) =>
            administration(id, 'Patient/p1', { reference: 'Medication/m1' }, `2026-03-03T${hour}:00:00Z`, [640, 'mg']);
        const create = (body) => answerOf(client.create({ resourceType: body.resourceType, body }));
        assert.equal((await create(give('a1', '01'))).status, 201, 'a drug was given, and nobody knows yet which');
        assert.equal((await create(medication('m1', '612865'))).status, 201);
        assert.equal((await create(give('a2', '10'))).status, 201);
        const facts = (await ward.call('GET', '/api/patients/p1/facts')).json.facts;
        const doses = facts.filter((fact) => fact.item === 'give:tocilizumab').map((fact) => fact.time);
        assert.deepEqual(doses.sort(), ['2026-03-03T01:00:00Z', '2026-03-03T10:00:00Z']);
    },
};
