// The calls of people and of a kiosk through Prism, each done so that it succeeds: what nobody but somebody signed in is
// answered has a body, too, and its document is held against it.
import { execFileSync } from 'node:child_process';
import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { results } from '../hl7v2_senders/messages.mjs';

const password = 'seven quiet herons';
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// What cannot succeed here, and why.
export const neverSucceeds = {
    'GET /api/live': 'it becomes a WebSocket, which Prism does not hand on',
    'GET /oidc/start': 'it leads to an identity provider; here is none',
    'GET /oidc/callback': 'an identity provider leads to it; here is none',
    'GET /launch': 'a record system leads to it; here is none',
};

// Somebody who calls through Prism: each answer has to be a success, and one by the document.
export class Caller {
    constructor(base, wrong, reached) {
        Object.assign(this, { base, wrong, reached, fields: {}, calls: 0 });
    }

    beside(fields = {}) {
        const other = new Caller(this.base, this.wrong, this.reached);
        other.fields = fields;
        return other;
    }

    // `operation` as it is documented, `path` when it differs from that.
    ask(operation, path = operation.split(' ')[1], body = undefined) {
        return this.told(operation, path, body, 200, 201);
    }

    // The same for what has to be refused.
    async told(operation, path, body, ...statuses) {
        const method = operation.split(' ')[0];
        const headers = { ...this.fields, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
        const response = await fetch(this.base + path, { method, headers, body: body && JSON.stringify(body) });
        const text = await response.text();
        const violations = JSON.parse(response.headers.get('sl-violations') ?? '[]').filter((one) => one.location[0] === 'response');
        if (violations.length > 0) this.wrong.push(`${operation} answers ${response.status}: ${JSON.stringify(violations)}`);
        if (!statuses.includes(response.status)) this.wrong.push(`${operation} (${path}) answers ${response.status}, not ${statuses}: ${text.slice(0, 300)}`);
        if (response.ok && violations.length === 0) this.reached.add(operation);
        const isJson = /json/.test(response.headers.get('content-type') ?? '') && !/ndjson/.test(response.headers.get('content-type'));
        return { fields: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
    }

    async signIn(name, secret = password) {
        const { json, fields } = await this.ask('POST /session', '/session', { name, password: secret });
        this.holds(json, fields);
        return this;
    }

    // A session in which nobody does anything for 30 s is locked, and on a machine that is busy others take as long.
    staysAwake(upstream) {
        const stay = async () => {
            const response = await fetch(`${upstream}/session`, { headers: { Cookie: this.fields.Cookie } }).catch(() => null);
            await response?.text();
        };
        setInterval(() => void stay(), 5_000).unref();
        return this;
    }

    holds(session, fields) {
        this.fields = { Cookie: fields.get('set-cookie').split(';')[0], 'X-CSRF-Token': session.csrf_token };
    }
}

// RFC 6238, of now.
function codeOf(key) {
    const bits = [...key.replaceAll(' ', '')].map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each).toString(2).padStart(5, '0')).join('');
    const bytes = Buffer.from(bits.match(/.{8}/g).map((each) => parseInt(each, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
    const digest = createHmac('sha1', bytes).update(counter).digest();
    const at = digest[19] & 15;
    return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// What a browser hands on of a security key that was touched.
function madePasskey(challenge, origin) {
    const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    const number = (text) => Buffer.from(text, 'base64url');
    const cose = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), number(x), Buffer.from('225820', 'hex'), number(y)]);
    const credential = Buffer.from('a credential id!');
    const host = createHash('sha256').update(new URL(origin).hostname).digest();
    const data = Buffer.concat([host, Buffer.from([0x41, 0, 0, 0, 1]), Buffer.alloc(16), Buffer.from([0, credential.length]), credential, cose]);
    const said = Buffer.from(JSON.stringify({ type: 'webauthn.create', challenge, origin, crossOrigin: false }));
    return { client_data: said.toString('base64url'), authenticator_data: data.toString('base64url') };
}

const facts = (hour) => ({
    facts: [
        { time: '2026-03-01T09:00:00Z', item: 'therapy', value: 'axicabtagene_ciloleucel' },
        { time: `2026-03-03T${hour}:00:00Z`, item: 'temperature', value: 38.6, unit: 'Cel' },
        { time: `2026-03-03T${hour}:30:00Z`, item: 'rate:norepinephrine', value: '0.05', unit: 'ug/kg/min' },
    ],
});

// The first administrator, and whom they let in.
async function accounts(ward, caller) {
    const token = readFileSync(join(ward.data, 'setup-token'), 'utf8').trim();
    await caller.ask('POST /setup', '/setup', { token, name: 'ada', password });
    const ada = await caller.beside().signIn('ada');
    const people = { berta: 'admin', phil: 'physician', nora: 'nurse', nils: 'nurse', pia: 'pharmacist', ina: 'auditor', tom: 'nurse' };
    for (const [name, role] of Object.entries(people)) {
        const units = name === 'nils' ? { units: ['7 West'] } : {};
        await ada.ask('POST /api/users/{name}', `/api/users/${name}`, { role, password, ...units });
    }
    const signedIn = { ada: ada.staysAwake(ward.upstream) };
    for (const name of ['berta', 'phil', 'nora', 'nils', 'pia', 'ina']) {
        signedIn[name] = (await caller.beside().signIn(name)).staysAwake(ward.upstream);
    }
    await ada.ask('GET /session');
    await ada.ask('POST /api/users/{name}/badge', '/api/users/tom/badge', { badge: '0012345' });
    await ada.ask('DELETE /api/users/{name}/badge', '/api/users/tom/badge');
    await ada.ask('DELETE /api/users/{name}/factors', '/api/users/tom/factors');
    await ada.ask('DELETE /api/users/{name}', '/api/users/tom');
    await ada.ask('GET /api/users');
    return signedIn;
}

async function charts({ nora, phil, pia, nils, ina }, feed) {
    for (let i = 1; i <= 6; ++i) await nora.ask('POST /api/patients/{patient}/facts', `/api/patients/q${i}/facts`, facts(`1${i}`));
    const row = (await nora.ask('GET /api/ward')).json.find((one) => one.patient === 'q1');
    if (row === undefined) throw new Error('a patient who was charted is not on the board');
    await nora.ask('GET /api/patients/{patient}/assessment', '/api/patients/q1/assessment');
    await nora.ask('GET /api/patients/{patient}/timeline', '/api/patients/q1/timeline');
    await nora.ask('GET /api/technical');
    const kept = (await nora.ask('GET /api/patients/{patient}/facts', '/api/patients/q1/facts')).json.facts;
    const sourceOf = (item) => kept.find((fact) => fact.item === item).source;
    await nora.ask('POST /api/patients/{patient}/facts/correct', '/api/patients/q1/facts/correct', {
        source: sourceOf('temperature'), value: 38.4, unit: 'Cel', reason: 'a digit was wrong',
    });
    await nora.ask('POST /api/patients/{patient}/facts/retract', '/api/patients/q1/facts/retract', {
        source: sourceOf('rate:norepinephrine'), reason: 'another patient',
    });
    const waiting = (await pia.ask('GET /api/cosigns')).json;
    await pia.ask('POST /api/cosigns/{cosign}/approve', `/api/cosigns/${waiting[0].number}/approve`, { words: 'right' });
    await pia.ask('POST /api/cosigns/{cosign}/refuse', `/api/cosigns/${waiting[1].number}/refuse`, { words: 'wrong' });
    await nora.ask('GET /api/patients/{patient}/facts', '/api/patients/q1/facts');
    // Somebody of another unit.
    await feed.ask('POST /fhir', '/fhir', {
        resourceType: 'Encounter', id: 'e1', status: 'in-progress', class: { code: 'IMP' }, subject: { reference: 'Patient/q2' },
        period: { start: '2026-03-01T08:00:00Z' }, location: [{ location: { display: 'ICU' }, status: 'active' }],
    });
    await nils.ask('POST /api/patients/{patient}/break-glass', '/api/patients/q2/break-glass', { reason: 'covers ICU tonight' });
    await ina.ask('GET /api/cosigns');
    await nils.ask('GET /api/ward');
    await phil.ask('GET /api/ward');
}

async function alerts({ ada, nora, phil }, caller) {
    await nora.ask('POST /api/account/pin', '/api/account/pin', { password, pin: '270319' });
    const { token } = (await ada.ask('POST /api/tokens/{name}', '/api/tokens/wall', { role: 'kiosk' })).json;
    await ada.ask('GET /api/tokens');
    const kiosk = caller.beside();
    const { fields } = await kiosk.ask('POST /api/kiosk/screen', '/api/kiosk/screen', { token });
    kiosk.fields = { Cookie: fields.get('set-cookie').split(';')[0], 'X-Kiosk': '1' };
    await kiosk.ask('GET /api/kiosk/screen');
    const open = (await nora.ask('GET /api/ward')).json.flatMap((row) => row.alerts.filter((alert) => alert.state === 'raised'));
    if (open.length < 5) throw new Error(`${open.length} alerts are open, of five that are answered`);
    // What makes a sound first: only that can be silenced.
    const loud = open.filter((alert) => alert.priority !== 'low').concat(open.filter((alert) => alert.priority === 'low'));
    const [first, third, second, fourth, fifth] = loud.map((alert) => alert.number ?? alert.id ?? alert.alert);
    const byPin = { name: 'nora', pin: '270319' };
    await kiosk.ask('POST /api/kiosk/alerts', '/api/kiosk/alerts', byPin);
    await kiosk.ask('POST /api/kiosk/alerts/{alert}/snooze', `/api/kiosk/alerts/${first}/snooze`, { ...byPin, minutes: 2 });
    await kiosk.ask('POST /api/kiosk/alerts/{alert}/acknowledge', `/api/kiosk/alerts/${second}/acknowledge`, byPin);
    await phil.ask('POST /api/alerts/{alert}/snooze', `/api/alerts/${third}/snooze`, { minutes: 2 });
    await phil.ask('POST /api/alerts/{alert}/acknowledge', `/api/alerts/${fourth}/acknowledge`, {});
    await phil.ask('POST /api/alerts/{alert}/decline', `/api/alerts/${fifth}/decline`, { reason: 'seen at the bedside' });
    await kiosk.ask('GET /api/kiosk/screen');
    await ada.ask('DELETE /api/tokens/{name}', '/api/tokens/wall');
    await nora.ask('POST /api/account/pin/remove', '/api/account/pin/remove', { password });
}

// An app and a key are added, used and removed; `locked` lay for as long as locks it.
async function account({ phil, nora, pia }, caller, upstream) {
    await nora.ask('GET /api/account');
    const app = (await phil.ask('POST /api/account/authenticator', '/api/account/authenticator', { password })).json;
    const code = codeOf(app.key);
    const { recovery_codes: recovery } = (await phil.ask('POST /api/account/authenticator/confirm', '/api/account/authenticator/confirm', {
        enrolment: app.enrolment, name: 'Phone', code,
    })).json;
    const key = (await phil.ask('POST /api/account/passkey', '/api/account/passkey', { password })).json;
    await phil.told('POST /api/account/authenticator/confirm', '/api/account/authenticator/confirm', { enrolment: 'x', name: 'Phone', code }, 409);
    await phil.told('POST /api/account/passkey/confirm', '/api/account/passkey/confirm', { enrolment: 'x', name: 'Key', client_data: 'e30', authenticator_data: 'AA' }, 409);
    const made = madePasskey(key.options.challenge, upstream);
    await phil.ask('POST /api/account/passkey/confirm', '/api/account/passkey/confirm', { enrolment: key.enrolment, name: 'Key', ...made });
    const held = (await phil.ask('GET /api/account')).json;
    // The password alone is answered 401 with a ticket.
    const half = await fetch(`${caller.base}/session`, { method: 'POST', body: JSON.stringify({ name: 'phil', password }), headers: { 'Content-Type': 'application/json' } });
    const told = JSON.parse(half.headers.get('sl-violations') ?? '[]').filter((one) => one.location[0] === 'response');
    if (half.status !== 401 || told.length > 0) caller.wrong.push(`POST /session of two steps answers ${half.status}: ${JSON.stringify(told)}`);
    const { second_factor: asked } = await half.json();
    const again = caller.beside();
    const { json, fields } = await again.ask('POST /session/second-factor', '/session/second-factor', { ticket: asked.ticket, code: recovery[0] });
    again.holds(json, fields);
    again.staysAwake(upstream);
    await again.ask('POST /api/account/recovery-codes', '/api/account/recovery-codes', { password });
    for (const { id } of held.factors) {
        await again.ask('POST /api/account/factors/{factor}/remove', `/api/account/factors/${id}/remove`, { password });
    }
    const other = 'nine loud herons sing';
    await pia.ask('POST /api/account/password', '/api/account/password', { present: password, password: other });
    await pia.signIn('pia', other);
}

async function audit({ ina, nora }) {
    await nora.ask('GET /api/audit/own');
    const { json } = await ina.ask('GET /api/audit', '/api/audit?after=0');
    if (!Array.isArray(json.rows ?? json)) throw new Error('the audit holds no rows');
    await ina.ask('GET /api/audit/latest');
    let state = (await ina.ask('GET /api/audit/state')).json;
    for (let i = 0; i < 90 && !state.checkpoint; ++i, state = (await ina.ask('GET /api/audit/state')).json) await pause(1000);
    await ina.ask('GET /api/audit/growth', '/api/audit/growth?rows=1');
    await ina.ask('GET /api/audit/{row}/proof', '/api/audit/1/proof');
    await ina.ask('GET /api/audit/export.csv');
    await ina.ask('GET /api/audit/export.ndjson');
}

// Packs that differ from those in use by a number of their version.
function packsLike(ward) {
    const folder = join(ward.data, '..', 'packs');
    cpSync(new URL('../../guidelines', import.meta.url).pathname, folder, { recursive: true });
    const file = join(folder, 'astct-2019', 'pack.toml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('version = "1.0.0"', 'version = "1.0.1"'));
    return folder;
}

async function administration({ ada, berta, phil, pia }, ward) {
    const number = async (who) => (await who.ask('GET /api/cosigns')).json.find((one) => one.state === 'open').number;
    const asked = { patient: 'q5', into: 'q6', reason: 'one patient' };
    await ada.ask('POST /api/merges', '/api/merges', asked);
    await berta.ask('POST /api/cosigns/{cosign}/approve', `/api/cosigns/${await number(berta)}/approve`, { words: 'right' });
    await ada.ask('POST /api/unmerges', '/api/unmerges', asked);
    await berta.ask('POST /api/cosigns/{cosign}/refuse', `/api/cosigns/${await number(berta)}/refuse`, { words: 'wrong' });
    execFileSync(ward.program, ['guideline', 'stage', packsLike(ward), '--data', ward.data, '--by', 'ada'], { stdio: 'pipe' });
    const { staged } = (await phil.ask('GET /api/guidelines')).json;
    const of = `/api/guidelines/${staged[0].sha256}`;
    await phil.ask('POST /api/guidelines/{sha256}/approve', `${of}/approve`, { reason: 'read and right' });
    await pia.ask('POST /api/guidelines/{sha256}/refuse', `${of}/refuse`, { reason: 'the dose is none of ours' });
    await phil.ask('GET /api/guidelines');
    await phil.told('POST /api/guidelines/{sha256}/approve', `${of}/approve`, { reason: 'once more' }, 409);
    await phil.told('POST /api/guidelines/{sha256}/refuse', `${of}/refuse`, { reason: 'once more' }, 409);
}

// Two messages fit two patients and are held back: one is taken once it fits one, the other put aside.
async function letters(ward, feed) {
    const identified = (id, identifier) => feed.ask('POST /fhir', '/fhir', { resourceType: 'Patient', id, identifier });
    for (const id of ['r1', 'r2']) await identified(id, [{ value: 'MRN1' }]);
    const socket = connect(ward.mllpPort, '127.0.0.1');
    for (const number of [1, 2]) {
        socket.write(`\x0b${results(number, 'MRN1', [['8310-5', 'Body temperature', '38.6', 'Cel']])}\x1c\r`);
        await once(socket, 'data');
    }
    socket.destroy();
    const held = (await feed.ask('GET /api/dead-letters')).json.dead_letters;
    if (held.length !== 2) throw new Error(`${held.length} messages are held back, not 2`);
    const of = (letter, act) => ['POST /api/dead-letters/{letter}/' + act, `/api/dead-letters/${letter.id}/${act}`];
    await feed.told(...of(held[0], 'replay'), undefined, 409);
    await identified('r2');
    await feed.ask(...of(held[0], 'replay'));
    await feed.ask(...of(held[1], 'discard'), { reason: 'sent anew' });
    await feed.ask('GET /api/dead-letters');
}

// Prism hands a stream on when it has ended, as it does when who listens signs out; a session that nobody uses is locked.
async function sessions(caller) {
    const listens = await caller.beside().signIn('nora');
    const stream = listens.ask('GET /api/events');
    await pause(500);
    await caller.beside(listens.fields).ask('DELETE /session');
    await stream;
}

// `ward` is { program, data, mllpPort, upstream }; answers how many calls it made.
export async function askSignedIn(ward, base, token, { wrong, reached }) {
    const caller = new Caller(base, wrong, reached);
    const feed = caller.beside({ Authorization: `Bearer ${token}` });
    const people = await accounts(ward, caller);
    const idle = await caller.beside().signIn('nora');
    const began = Date.now();
    await charts(people, feed);
    await alerts(people, caller);
    await letters(ward, feed);
    await account(people, caller, ward.upstream);
    await administration(people, ward);
    await audit(people);
    await sessions(caller);
    await pause(Math.max(0, began + 31_000 - Date.now()));
    await idle.ask('POST /session/unlock', '/session/unlock', { password });
    await idle.ask('GET /session');
}

// What of the document nothing has reached, and what does not belong among what cannot be reached.
export function tellUnreached(documented, { wrong, reached }) {
    for (const operation of documented.filter((one) => !reached.has(one) && !(one in neverSucceeds))) {
        wrong.push(`${operation} never succeeded`);
    }
    for (const operation of Object.keys(neverSucceeds).filter((one) => reached.has(one) || !documented.includes(one))) {
        wrong.push(`${operation} does not belong among what cannot succeed`);
    }
}
