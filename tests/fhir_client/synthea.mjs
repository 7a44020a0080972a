// Whole records of Synthea, as a FHIR client sends them: every part is answered, and what is used comes out as it went
// in. They stand beside the repository, where they are there at all.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { answerOf, clientOf, found, statusesOf } from './client.mjs';

const folder = new URL('../../../shared/data/synthea-r4', import.meta.url).pathname;
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json.gz')) : [];
if (files.length === 0) console.log(`no Synthea records in ${folder}: they are not sent`);

// As it is told again: by the references that the ward answers for.
function expected(resource, references) {
    return JSON.parse(JSON.stringify(resource), (key, value) => (key === 'reference' && references.get(value)) || value);
}

async function comesOutAsItWentIn(ward, file) {
    const client = clientOf(ward);
    const sent = JSON.parse(gunzipSync(readFileSync(join(folder, file))));
    const answer = await answerOf(client.transaction({ body: sent }));
    assert.equal(answer.status, 200, JSON.stringify(answer.body).slice(0, 500));
    assert.equal(answer.body.entry.length, sent.entry.length, 'every part is answered');
    const kept = new Map();
    answer.body.entry.forEach(({ response }, i) => {
        if (response.location) kept.set(response.location.replace(/\/_history\/\d+$/, ''), sent.entry[i]);
    });
    assert.ok(kept.size > 30);
    const references = new Map([...kept].map(([reference, entry]) => [entry.fullUrl, reference]));
    const patient = sent.entry.find((entry) => entry.resource.resourceType === 'Patient').resource.id;
    for (const type of new Set([...kept.keys()].map((reference) => reference.split('/')[0]))) {
        const searchParams = type === 'Patient' ? { _id: patient } : { patient, _count: 50 };
        const told = new Map((await found(client, type, searchParams, false)).map((one) => [`${type}/${one.id}`, one]));
        for (const [reference, entry] of kept) {
            if (reference.startsWith(`${type}/`)) assert.deepEqual(told.get(reference), expected(entry.resource, references));
        }
    }
    const again = await answerOf(client.transaction({ body: sent }));
    assert.deepEqual(new Set(statusesOf(again.body)), new Set(['200']), 'sent again nothing is new');
}

export const synthea = Object.fromEntries(files.map((file) => [file, (ward) => comesOutAsItWentIn(ward, file)]));
