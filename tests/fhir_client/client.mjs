// fhir-kit-client against a served ward: each answer with its HTTP status, each body before the public validators.
import assert from 'node:assert/strict';
import { Client } from 'fhir-kit-client';
import { byFhir, byMedplum, bySchema } from '../fhir_out/validators.mjs';

const validators = { Medplum: byMedplum, fhir: byFhir, ajv: bySchema };

function mustBeValid(resource) {
    for (const [by, validate] of Object.entries(validators)) {
        const why = validate(resource);
        assert.deepEqual(why, [], `${by} objects to ${JSON.stringify(resource).slice(0, 500)}`);
    }
}

// The body and every resource in it.
function mustAllBeValid(body) {
    mustBeValid(body);
    for (const entry of body.entry ?? []) {
        if (entry.resource) mustBeValid(entry.resource);
        if (entry.response?.outcome) mustBeValid(entry.response.outcome);
    }
}

export function clientOf(ward) {
    return new Client({ baseUrl: `${ward.base}/fhir`, bearerToken: ward.token });
}

// { status, body, fields } of a call that the client makes, whether it succeeds or not.
export async function answerOf(promise) {
    let answer;
    try {
        const body = await promise;
        const { response } = Client.httpFor(body);
        answer = { status: response.status, body, fields: response.headers };
    } catch (problem) {
        if (!problem.response) throw problem;
        answer = { status: problem.response.status, body: problem.response.data, fields: problem.config.headers };
    }
    mustAllBeValid(answer.body);
    return answer;
}

export const statusesOf = (bundle) => bundle.entry.map((entry) => entry.response.status.slice(0, 3));

// All pages of a search. What others have sent may be as it likes: `judged` false leaves it alone.
export async function found(client, resourceType, searchParams, judged = true) {
    const bodyOf = async (promise) => (judged ? (await answerOf(promise)).body : promise);
    let page = await bodyOf(client.search({ resourceType, searchParams }));
    const resources = [];
    for (let pages = 0; page; ++pages) {
        assert.ok(pages < 100, 'the pages have an end');
        resources.push(...(page.entry ?? []).map((entry) => entry.resource));
        const next = client.nextPage({ bundle: page });
        page = next && (await bodyOf(next));
    }
    return resources;
}

// The ward's assessment of a patient: now, or at a time.
export async function assessed(ward, patient, at = '') {
    const answer = await ward.call('GET', `/api/patients/${patient}/assessment${at && `?at=${at}`}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
}
