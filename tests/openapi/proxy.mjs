// Calls a served ward through Prism, each documented call well and badly, and fails on any answer its document does not
// allow. The last calls are broken on purpose: Prism has to notice.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Caller, askSignedIn, neverSucceeds, tellUnreached } from './signed_in.mjs';

const program = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'stormkeel-openapi-'));
const prismProgram = new URL('node_modules/.bin/prism', import.meta.url).pathname;
const started = [];

// What each documented call is asked well; without `status` it answers 200.
const facts = {
    facts: [
        { time: '2026-03-01T09:00:00Z', item: 'therapy', value: 'axicabtagene_ciloleucel' },
        { time: '2026-03-03T10:00:00Z', item: 'temperature', value: 38.6, unit: 'Cel' },
        { time: '2026-03-03T10:00:00Z', item: 'oxygen_device', value: 'room_air' },
        { time: '2026-03-03T10:30:00Z', item: 'rate:norepinephrine', value: '0.05', unit: 'ug/kg/min' },
    ],
};
const weight = {
    resourceType: 'Observation',
    id: 'w1',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    subject: { reference: 'Patient/p1' },
    effectiveDateTime: '2026-03-02T09:00:00Z',
    valueQuantity: { value: 80, system: 'http://unitsofmeasure.org', code: 'kg' },
};
const good = {
    'GET /healthz': { path: '/healthz' },
    'GET /metrics': { path: '/metrics' },
    'GET /openapi.json': { path: '/openapi.json' },
    'GET /metrics': { path: '/metrics' },
    'POST /api/patients/{patient}/facts': { path: '/api/patients/p1/facts', body: facts },
    'GET /api/ward': { path: '/api/ward' },
    'GET /api/patients/{patient}/assessment': { path: '/api/patients/p1/assessment?at=2026-03-03T11:00:00Z' },
    'GET /api/patients/{patient}/timeline': { path: '/api/patients/p1/timeline' },
    'GET /api/patients/{patient}/facts': { path: '/api/patients/p1/facts' },
    'POST /api/patients/{patient}/facts/retract': {
        path: '/api/patients/p1/facts/retract',
        body: { source: 'none', reason: 'another patient' },
        status: 404,
    },
    'POST /api/patients/{patient}/facts/correct': {
        path: '/api/patients/p1/facts/correct',
        body: { source: 'none', value: 37.6, unit: 'Cel', reason: 'a digit too many' },
        status: 404,
    },
    'POST /api/alerts/{alert}/snooze': { path: '/api/alerts/1/snooze', body: { minutes: 60 }, status: 409 },
    'GET /api/technical': { path: '/api/technical' },
    'POST /api/alerts/{alert}/acknowledge': { path: '/api/alerts/1/acknowledge' },
    'POST /api/alerts/{alert}/decline': { path: '/api/alerts/1/decline', body: { reason: 'seen at the bedside' } },
    // A stream has no end, and Prism waits for one: here only how they are refused is looked at.
    'GET /api/events': { path: '/api/events', fields: { 'Last-Event-ID': 'x' }, status: 400 },
    'GET /api/live': { path: '/api/live', status: 426 },
    'GET /fhir/metadata': { path: '/fhir/metadata' },
    'POST /fhir': { path: '/fhir', body: { resourceType: 'Bundle', type: 'collection', entry: [{ resource: weight }] } },
    'POST /fhir/{type}': { path: '/fhir/Observation', body: weight, answers: 200 },
    'PUT /fhir/{type}/{id}': { path: '/fhir/Observation/w1', body: { ...weight, status: 'amended' }, answers: 200 },
    'GET /fhir/{type}/{id}': { path: '/fhir/Observation/w1' },
    'GET /fhir/{type}/{id}/_history/{version}': { path: '/fhir/Observation/w1/_history/1' },
    'GET /fhir/{type}': { path: '/fhir/Observation?patient=p1' },
    'GET /api/dead-letters': { path: '/api/dead-letters' },
    'POST /api/dead-letters/{letter}/replay': { path: '/api/dead-letters/1/replay', status: 404 },
    'POST /api/dead-letters/{letter}/discard': {
        path: '/api/dead-letters/1/discard',
        body: { reason: 'sent anew as 4712' },
        status: 404,
    },
    'GET /cds-services': { path: '/cds-services' },
    'POST /cds-services/{service}': {
        path: '/cds-services/stormkeel-patient-view',
        body: {
            hook: 'patient-view',
            hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
            context: { userId: 'Practitioner/1', patientId: 'p1' },
        },
    },
    'POST /cds-services/{service}/feedback': {
        path: '/cds-services/stormkeel-patient-view/feedback',
        body: { feedback: [] },
    },
    'POST /session': { path: '/session', body: { name: 'ada', password: 'seven quiet herons' }, status: 401 },
    'POST /session/unlock': { path: '/session/unlock', body: { password: 'seven quiet herons' }, status: 401 },
    'POST /session/second-factor': { path: '/session/second-factor', body: { ticket: 'x', code: '000000' }, status: 401 },
    'GET /session': { path: '/session', status: 401 },
    'DELETE /session': { path: '/session' },
    // What a machine may not do.
    'POST /setup': { path: '/setup', body: { token: 'x', name: 'ada', password: 'seven quiet herons' }, status: 403 },
    'GET /oidc': { path: '/oidc' },
    'GET /oidc/start': { path: '/oidc/start', status: 404 },
    'GET /oidc/callback': { path: '/oidc/callback?code=x&state=y', status: 404 },
    'GET /launch': { path: '/launch?iss=https://ehr.example.org&launch=x', status: 404 },
    'GET /api/users': { path: '/api/users', status: 403 },
    'POST /api/users/{name}': {
        path: '/api/users/ada',
        body: { role: 'nurse', password: 'seven quiet herons' },
        status: 403,
    },
    'DELETE /api/users/{name}': { path: '/api/users/ada', status: 403 },
    'DELETE /api/users/{name}/factors': { path: '/api/users/ada/factors', status: 403 },
    'POST /api/kiosk/screen': { path: '/api/kiosk/screen', body: { token: 'x' }, status: 401 },
    'GET /api/kiosk/screen': { path: '/api/kiosk/screen', status: 403 },
    'POST /api/kiosk/alerts': { path: '/api/kiosk/alerts', body: { name: 'ada', pin: '270319' }, status: 403 },
    'POST /api/kiosk/alerts/{alert}/acknowledge': {
        path: '/api/kiosk/alerts/1/acknowledge',
        body: { name: 'ada', pin: '270319' },
        status: 403,
    },
    'POST /api/kiosk/alerts/{alert}/snooze': {
        path: '/api/kiosk/alerts/1/snooze',
        body: { name: 'ada', pin: '270319', minutes: 2 },
        status: 403,
    },
    'POST /api/account/pin': { path: '/api/account/pin', body: { password: 'x', pin: '270319' }, status: 403 },
    'POST /api/account/pin/remove': { path: '/api/account/pin/remove', body: { password: 'x' }, status: 403 },
    'POST /api/users/{name}/badge': { path: '/api/users/ada/badge', body: { badge: '0012345' }, status: 403 },
    'DELETE /api/users/{name}/badge': { path: '/api/users/ada/badge', status: 403 },
    'GET /api/account': { path: '/api/account', status: 403 },
    'POST /api/account/password': { path: '/api/account/password', body: { present: 'x', password: 'y' }, status: 403 },
    'POST /api/account/authenticator': { path: '/api/account/authenticator', body: { password: 'x' }, status: 403 },
    'POST /api/account/authenticator/confirm': {
        path: '/api/account/authenticator/confirm',
        body: { enrolment: 'x', name: 'Phone', code: '000000' },
        status: 403,
    },
    'POST /api/account/passkey': { path: '/api/account/passkey', body: { password: 'x' }, status: 403 },
    'POST /api/account/passkey/confirm': {
        path: '/api/account/passkey/confirm',
        body: { enrolment: 'x', name: 'Key', client_data: 'e30', authenticator_data: 'AA' },
        status: 403,
    },
    'POST /api/account/recovery-codes': { path: '/api/account/recovery-codes', body: { password: 'x' }, status: 403 },
    'POST /api/account/factors/{factor}/remove': {
        path: '/api/account/factors/a1/remove',
        body: { password: 'x' },
        status: 403,
    },
    'GET /api/audit': { path: '/api/audit?after=0', status: 403 },
    'POST /api/patients/{patient}/break-glass': {
        path: '/api/patients/p1/break-glass',
        body: { reason: 'covers 7 West tonight' },
        status: 403,
    },
    'GET /api/audit/latest': { path: '/api/audit/latest', status: 403 },
    'GET /api/audit/own': { path: '/api/audit/own', status: 403 },
    'GET /api/audit/state': { path: '/api/audit/state', status: 403 },
    'GET /api/audit/growth': { path: '/api/audit/growth?rows=1', status: 403 },
    'GET /api/audit/{row}/proof': { path: '/api/audit/1/proof', status: 403 },
    'GET /api/audit/export.csv': { path: '/api/audit/export.csv', status: 403 },
    'GET /api/audit/export.ndjson': { path: '/api/audit/export.ndjson', status: 403 },
    'GET /api/tokens': { path: '/api/tokens', status: 403 },
    'POST /api/tokens/{name}': { path: '/api/tokens/feed2', body: { role: 'integration' }, status: 403 },
    'DELETE /api/tokens/{name}': { path: '/api/tokens/feed2', status: 403 },
    'POST /api/merges': { path: '/api/merges', body: { patient: 'p1', into: 'p2', reason: 'twice' }, status: 403 },
    'POST /api/unmerges': { path: '/api/unmerges', body: { patient: 'p1', into: 'p2', reason: 'not' }, status: 403 },
    'GET /api/cosigns': { path: '/api/cosigns', status: 403 },
    'POST /api/cosigns/{cosign}/approve': { path: '/api/cosigns/1/approve', body: { words: 'right' }, status: 403 },
    'POST /api/cosigns/{cosign}/refuse': { path: '/api/cosigns/1/refuse', body: { words: 'wrong' }, status: 403 },
    'GET /api/guidelines': { path: '/api/guidelines', status: 403 },
    'POST /api/guidelines/{sha256}/approve': { path: `/api/guidelines/${'a'.repeat(64)}/approve`, body: { reason: 'right' }, status: 403 },
    'POST /api/guidelines/{sha256}/refuse': { path: `/api/guidelines/${'a'.repeat(64)}/refuse`, body: { reason: 'wrong' }, status: 403 },
};

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

// Starts a program and waits for a text among what it writes.
function startedWhen(words, pattern) {
    const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    started.push(child);
    let told = '';
    return new Promise((done, failed) => {
        const look = (piece) => {
            told += piece;
            const found = told.match(pattern);
            if (found) done(found);
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.on('exit', () => failed(new Error(`${words[0]} ended: ${told}`)));
        setTimeout(() => failed(new Error(`${words[0]} does not start: ${told}`)), 60_000).unref();
    });
}

async function proxied(document, upstream, name) {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(document));
    const port = await freePort();
    await startedWhen(
        [process.execPath, prismProgram, 'proxy', '--validate-request', 'false', '-p', String(port), file, upstream],
        /Prism is listening/,
    );
    return `http://127.0.0.1:${port}`;
}

async function call(base, method, { path, body, fields = {} }, token) {
    const headers = { ...fields, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    if (body !== undefined) headers['Content-Type'] = path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json';
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(base + path, { method, headers, body: method === 'GET' ? undefined : text });
    await response.text();
    return { status: response.status, violations: JSON.parse(response.headers.get('sl-violations') ?? '[]') };
}

function operationsOf(document) {
    return Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
}

// Each way to ask badly, with what it must be answered.
function badWays(operation, wanted) {
    const open = ['/healthz', '/openapi.json', '/cds-services', '/fhir/metadata', '/session', '/session/unlock', '/session/second-factor', '/setup', '/oidc', '/oidc/start', '/oidc/callback', '/launch'].includes(operation.split(' ')[1]);
    // These are answered whatever token comes with them.
    const toAnybody = ['GET /healthz', 'GET /openapi.json', 'GET /cds-services', 'GET /fhir/metadata', 'GET /oidc'].includes(operation);
    const ways = [{ ...wanted, token: '0'.repeat(64), statuses: [toAnybody ? 200 : 401] }];
    if (!open) ways.push({ ...wanted, token: undefined, statuses: [401] });
    if (wanted.status === 403) return ways;
    if (wanted.body !== undefined) ways.push({ ...wanted, body: '{', statuses: [400, 404, 422] });
    if (operation.includes('{')) {
        const path = wanted.path.replace(/p1|(?<=\/)1(?=\/)|stormkeel-[a-z-]+/, 'none');
        ways.push({ ...wanted, path, statuses: [200, 400, 404] });
    }
    if (wanted.path.includes('at=')) {
        ways.push({ ...wanted, path: wanted.path.replace(/at=.*/, 'at=noon'), statuses: [400] });
    }
    return ways;
}

async function check(base, token, document, { wrong, reached }) {
    let calls = 0;
    const look = (operation, kind, told, statuses) => {
        calls += 1;
        // A bad call is one by its document too; what counts is whether the answer is.
        const violations = told.violations.filter((one) => kind === 'good' || one.location[0] === 'response');
        if (violations.length > 0) wrong.push(`${operation} answers ${told.status}: ${JSON.stringify(violations)}`);
        if (!statuses.includes(told.status)) wrong.push(`${operation} answers ${told.status}, not ${statuses}`);
        if (told.status < 300 && violations.length === 0) reached.add(operation);
    };
    const documented = operationsOf(document);
    for (const operation of documented.filter((one) => !(one in good))) wrong.push(`no call is told for ${operation}`);
    for (const operation of Object.keys(good).filter((one) => !documented.includes(one))) {
        wrong.push(`${operation} is not documented`);
    }
    for (const [operation, wanted] of Object.entries(good)) {
        const method = operation.split(' ')[0];
        look(operation, wanted.status ? 'bad' : 'good', await call(base, method, wanted, token), [wanted.status ?? wanted.answers ?? 200]);
        for (const way of badWays(operation, wanted)) {
            look(operation, 'bad', await call(base, method, way, 'token' in way ? way.token : token), way.statuses);
        }
    }
    return calls;
}

// A document that asks for what no answer has.
async function mustNotice(document, upstream, token, wrong) {
    const broken = structuredClone(document);
    broken.components.schemas.Health.required.push('never');
    broken.components.schemas.Session.required.push('never');
    const base = await proxied(broken, upstream, 'broken');
    const told = await call(base, 'GET', good['GET /healthz'], token);
    if (told.violations.length === 0) wrong.push('Prism does not notice what is missing');
    const noticed = { wrong: [], reached: new Set() };
    await new Caller(base, noticed.wrong, noticed.reached).signIn('ina');
    if (noticed.wrong.length === 0 || noticed.reached.size > 0) wrong.push('what a session lacks is not noticed');
}

async function main() {
    const data = join(folder, 'data');
    const made = execFileSync(program, ['token', 'add', 'feed', '--role', 'integration', '--data', data]);
    const token = made.toString().trim();
    writeFileSync(join(data, 'stormkeel.toml'), '[sign_in]\nlock_after_seconds = 30\n');
    const [, port, mllpPort] = await startedWhen(
        [program, 'serve', '--data', data, '--listen', '127.0.0.1:0', '--mllp', '127.0.0.1:0'],
        /http:\/\/127\.0\.0\.1:(\d+)\n.*127\.0\.0\.1:(\d+)\n.*device\./s,
    );
    // Passkeys are made for a name, not for an address.
    const upstream = `http://localhost:${port}`;
    const document = await (await fetch(`${upstream}/openapi.json`)).json();
    const wrong = [];
    const seen = { wrong, reached: new Set() };
    const base = await proxied(document, upstream, 'ward');
    const calls = await check(base, token, document, seen);
    try {
        await askSignedIn({ program, data, mllpPort: Number(mllpPort), upstream }, base, token, seen);
    } catch (problem) {
        wrong.push(problem.stack);
    }
    tellUnreached(operationsOf(document), seen);
    await mustNotice(document, upstream, token, wrong);
    for (const line of wrong) console.log(line);
    console.log(`${calls} calls of ${operationsOf(document).length} documented ones, ${wrong.length} wrong`);
    console.log(`${seen.reached.size} of them succeeded; not ${Object.entries(neverSucceeds).map(([one, why]) => `${one} (${why})`).join(', ')}`);
    return wrong.length === 0 ? 0 : 1;
}

let status = 1;
try {
    status = await main();
} catch (problem) {
    console.error(String(problem));
}
for (const child of started) child.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });
process.exit(status);
