// node parity.mjs PROGRAM MLLP_SEND: the same facts by each door give the same answer, byte for byte but for where they came from.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mllpSend } from '../hl7v2_senders/mllp_send.mjs';
import { chart, messages, resources, rows } from './facts.mjs';
import { runTests, startWard } from './ward.mjs';

const program = process.argv[2];
const fhirJson = 'application/fhir+json';

// So many hours ago, since a card is of the time of its call.
const start = Math.floor(Date.now() / 1000) * 1000;
const ago = (hours) => new Date(start - hours * 3600_000).toISOString().replace('.000', '');
const now = ago(0);

const fever = [
    ['1967-05-14', 'birth_date', '', ''],
    [ago(80), 'weight', '80', 'kg'],
    [ago(72), 'therapy', 'axicabtagene_ciloleucel', ''],
    [ago(3), 'temperature', '38.6', 'Cel'],
    [ago(3), 'systolic_bp', '84', 'mm[Hg]'],
    [ago(3), 'diastolic_bp', '50', 'mm[Hg]'],
    [ago(3), 'heart_rate', '118', '/min'],
    [ago(3), 'spo2', '95', '%'],
    [ago(3), 'oxygen_device', 'room_air', ''],
    [ago(3), 'ice_score', '9', ''],
    [ago(3), 'consciousness', 'awake', ''],
    [ago(3), 'crp', '85', 'mg/L'],
    [ago(3), 'ferritin', '900', 'ug/L'],
];
const treated = [
    ...fever,
    [ago(75), 'allergy', 'tocilizumab', ''],
    [ago(2.5), 'rate:norepinephrine', '0.05', 'ug/kg/min'],
    [ago(2), 'oxygen_device', 'nasal_cannula', ''],
    [ago(2), 'oxygen_flow', '2', 'L/min'],
    [ago(1.5), 'give:tocilizumab', '640', 'mg'],
    [ago(1), 'temperature', '38.1', 'Cel'],
];

// Each door takes the facts of p1 and answers the assessment's text.
async function asked(ward) {
    const answer = await ward.call('GET', `/api/patients/p1/assessment?at=${now}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.text;
}
const doors = {
    'chart by the command line': (ward, facts) => {
        const file = join(ward.data, 'p1.csv');
        writeFileSync(file, chart('p1', facts));
        return execFileSync(program, ['assess', file, '--at', now, '--format', 'json']).toString().trim();
    },
    'POST /api/patients/ID/facts': async (ward, facts) => {
        const taken = await ward.call('POST', '/api/patients/p1/facts', rows(facts));
        assert.deepEqual(new Set(taken.json.facts.map((fact) => fact.outcome)), new Set(['kept']));
        return asked(ward);
    },
    'POST /fhir': async (ward, facts) => {
        const entry = resources('p1', facts).map((resource) => ({ resource }));
        const taken = await ward.call('POST', '/fhir', { resourceType: 'Bundle', type: 'collection', entry }, fhirJson);
        assert.deepEqual(new Set(taken.json.entry.map((one) => one.response.status)), new Set(['201 Created']));
        return asked(ward);
    },
    'HL7 v2 over MLLP': async (ward, facts) => {
        const sent = messages('p1', facts);
        const answers = await mllpSend(ward.mllpPort, ...sent);
        assert.equal(answers.match(/MSA\|AA/g)?.length, sent.length, answers);
        assert.doesNotMatch(answers, /ERR\|/);
        return asked(ward);
    },
};

// Each door with a ward of its own, since one patient's facts must come by one door alone.
async function answersOf(facts) {
    const answers = {};
    for (const [door, ask] of Object.entries(doors)) {
        const ward = await startWard(program);
        try {
            answers[door] = await ask(ward, facts);
        } finally {
            ward.stop();
        }
    }
    return answers;
}

const withoutSources = (text) => text.replace(/"source":"[^"]*"/g, '"source":""');

// A card of prefetch alone, or of what the ward holds.
async function card(ward, prefetch) {
    const hook = {
        hook: 'patient-view',
        hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
        context: { userId: 'Practitioner/1', patientId: 'p1' },
        ...(prefetch ? { prefetch } : {}),
    };
    const answer = await ward.call('POST', '/cds-services/stormkeel-patient-view', hook);
    assert.equal(answer.status, 200, answer.text);
    return answer.json.cards[0];
}

// What the discovery asks for, each key as a search would answer it.
async function prefetchOf(ward, facts) {
    const all = resources('p1', facts);
    const { services } = (await ward.call('GET', '/cds-services')).json;
    const asksFor = services.find((service) => service.id === 'stormkeel-patient-view').prefetch;
    const found = Object.entries(asksFor).map(([key, query]) => {
        const [type, search] = query.split('?');
        if (search === undefined) return [key, all.find((one) => one.resourceType === 'Patient')];
        const codes = search.match(/code=([^&]*)/)?.[1].split(',').map((token) => token.split('|').at(-1));
        const fits = (one) => !codes || !one.code || one.code.coding.some((coding) => codes.includes(coding.code));
        const entry = all.filter((one) => one.resourceType === type && fits(one)).map((resource) => ({ resource }));
        return [key, { resourceType: 'Bundle', type: 'searchset', total: entry.length, ...(entry.length > 0 ? { entry } : {}) }];
    });
    return Object.fromEntries(found);
}

const tests = {
    'every door gives the same bytes': async () => {
        const answers = await answersOf(treated);
        const [first, ...others] = Object.entries(answers);
        const { crs, icans, rejected } = JSON.parse(first[1]);
        assert.deepEqual([crs.grade, icans.grade, rejected], [3, 1, []]);
        for (const [door, text] of others) assert.equal(withoutSources(text), withoutSources(first[1]), `${door} differs`);
        const sources = new Set(Object.values(answers).map((text) => text.match(/"source":"([^" ]*)/)[1]));
        assert.equal(sources.size, Object.keys(doors).length, 'each tells where its facts came from');
    },

    // A chart is complete, so that silence says that no vasopressor runs. FHIR and HL7 v2 are complete once they hold a
    // rate or a drug other than the therapy within 24 hours.
    'silence on drugs settles a chart, and leaves FHIR and HL7 v2 open': async () => {
        const silent = Object.values(await answersOf(fever)).map((text) => JSON.parse(text).crs);
        assert.deepEqual(silent.map((crs) => [crs.at_least, crs.at_most]), [[2, 2], [2, 2], [2, 4], [2, 4]]);
        const spoken = [...fever, [ago(2), 'give:levetiracetam', '750', 'mg']];
        const answers = Object.values(await answersOf(spoken)).map(withoutSources);
        assert.equal(JSON.parse(answers[0]).crs.grade, 2);
        assert.equal(new Set(answers).size, 1);
    },

    'a card of prefetch alone is that of the same facts in the store': async (ward) => {
        const alone = await card(ward, await prefetchOf(ward, treated));
        const text = await doors['POST /fhir'](ward, treated);
        const stored = await card(ward);
        // The instant of the call is told to the microsecond.
        const called = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ UTC/g;
        const untimed = ({ uuid: _, detail, ...rest }) => ({ ...rest, detail: detail.replace(called, 'now') });
        assert.deepEqual(untimed(alone), untimed(stored));
        const { crs, icans } = JSON.parse(text);
        assert.match(alone.summary, new RegExp(`^CRS grade ${crs.grade} .*ICANS grade ${icans.grade} `));
    },
};

await runTests(program, tests);
