// A served ward fetches what CDS Hooks clients leave out, from the FHIR server that was registered for each, and from nobody else:
// node fetched.mjs PROGRAM
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { bundle, makeCertificate, startFhirServer, wrongWays } from './fhir_server.mjs';
import { serve, startTrap } from './ward.mjs';

const [program] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'stormkeel-fetched-'));
const base = 'https://ward.example.org';
const secret = 'grant-of-the-client.0';

// Where everything else leads: nobody may come.
const trap = await startTrap();

const tls = makeCertificate(folder, 'right');
const stranger = makeCertificate(folder, 'stranger');
const fhir = await startFhirServer(tls);
fhir.elsewhere = `${trap.url}/`;
const registered = `https://localhost:${fhir.port}/fhir/r4`;
const jku = `https://localhost:${fhir.port}/jwks.json`;

const pair = await generateKeyPair('ES384', { extractable: true });
writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'ec-1', use: 'sig' }] }));
const issuer = (iss, more = '') => `[[cds.issuer]]\niss = "${iss}"\njwks = "${join(folder, 'keys.json')}"\n${more}`;
const settings = `[cds]\nbase = "${base}"\n${issuer('ehr', `jku = "${jku}"\nfhir = "${registered}"\nfhir_ca = "${tls.file}"\nfhir_private = true\n`)}`
  + `${issuer('no-server')}${issuer('other-ca', `fhir = "${registered}"\nfhir_ca = "${stranger.file}"\nfhir_private = true\n`)}`;
writeFileSync(join(folder, 'stormkeel.toml'), settings);

const failures = [];
let checks = 0;
const expect = (name, right, told) => {
  checks += 1;
  if (!right) failures.push(`${name}: ${JSON.stringify(told ?? null)?.slice(0, 600)}`);
};

// What `serve --check` says of a registration.
const wrong = {
  'a query': ['fhir = "https://ehr.example.org/fhir?x=1"', 'is no https address of a FHIR server'],
  'not encrypted': ['fhir = "http://ehr.example.org/fhir"', 'is no https address of a FHIR server'],
  'a path that goes up': ['fhir = "https://ehr.example.org/a/../fhir"', 'is no https address of a FHIR server'],
  'private, not said': ['fhir = "https://10.1.2.3/fhir"', 'write fhir_private = true'],
  'this machine, not said': ['fhir = "https://localhost/fhir"', 'write fhir_private = true'],
  'metadata': ['fhir = "https://169.254.169.254/fhir"\nfhir_private = true', 'is at an address that no FHIR server has'],
  'no such file': ['fhir = "https://ehr.example.org/fhir"\nfhir_ca = "/nowhere.pem"', 'is no file'],
  'a file that is none': [`fhir = "https://ehr.example.org/fhir"\nfhir_ca = "${join(folder, 'keys.json')}"`, 'is no certificate in PEM'],
  'a file alone': [`fhir_ca = "${tls.file}"`, "stands without 'fhir'"],
  'a word that is none': ['fhir = "https://ehr.example.org/fhir"\nfhir_privat = true', 'fhir_privat'],
};
for (const [name, [text, right]] of Object.entries(wrong)) {
  const file = join(folder, 'wrong.toml');
  writeFileSync(file, `[cds]\nbase = "${base}"\n${issuer('x', text)}\n`);
  let told = 'nothing';
  try {
    execFileSync(program, ['serve', '--check', '--config', file, '--data', join(folder, 'none')], { stdio: 'pipe' });
  } catch (problem) {
    told = String(problem.stderr);
  }
  expect(`settings: ${name}`, told.includes(right), told);
}

const proxies = Object.fromEntries(['http_proxy', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'].map((name) => [name, trap.url]));
const log = { text: '' };
const ward = await serve(program, folder, log, proxies);

let used = 0;
const token = (iss, path, header = {}) => {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss, aud: base + path, iat: now, exp: now + 240, jti: `jti-${++used}` })
    .setProtectedHeader({ alg: 'ES384', kid: 'ec-1', typ: 'JWT', ...header }).sign(pair.privateKey);
};
const grant = { access_token: secret, token_type: 'Bearer', expires_in: 300, scope: 'patient/*.read', subject: 'cds' };
const call = async ({ iss = 'ehr', header, service = 'stormkeel-patient-view', prefetch, fhirServer = registered, fhirAuthorization = grant, context = {} } = {}) => {
  const path = `/cds-services/${service}`;
  const began = Date.now();
  const body = { hook: service.replace('stormkeel-', ''), hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea', fhirServer, fhirAuthorization, context: { userId: 'Practitioner/x', patientId: 'p1', ...context }, prefetch };
  const response = await fetch(ward.address + path, { method: 'POST', headers: { Authorization: `Bearer ${await token(iss, path, header)}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const text = await response.text();
  const cards = response.status === 200 ? JSON.parse(text).cards : [];
  return { status: response.status, text, detail: cards.map((card) => card.detail).join('\n').replaceAll('\\', ''), took: Date.now() - began };
};
const without = (object, ...names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
const callsOf = async (act) => {
  const before = fhir.calls.length;
  const told = await act();
  return { told, calls: fhir.calls.slice(before) };
};

// A patient after CAR-T cells with a fever, oxygen and one dose of tocilizumab.
const hoursAgo = (hours) => new Date(Math.floor(Date.now() / 1000 - hours * 3600) * 1000).toISOString();
const subject = { reference: 'Patient/p1' };
const observation = (id, code, value, unit, at) => ({ resourceType: 'Observation', id, status: 'final', subject, effectiveDateTime: at,
  code: { coding: [{ system: 'http://loinc.org', code }] }, valueQuantity: { value, system: 'http://unitsofmeasure.org', code: unit } });
const given = (id, text, at, dose) => ({ resourceType: 'MedicationAdministration', id, status: 'completed', subject, effectiveDateTime: at, medicationCodeableConcept: { text }, ...dose });
const vitals = [...Array(6).keys()].flatMap((i) => [observation(`t${i}`, '8310-5', 38.6, 'Cel', hoursAgo(i + 1)), observation(`s${i}`, '59408-5', 94, '%', hoursAgo(i + 1))])
  .concat([observation('w', '29463-7', 80, 'kg', hoursAgo(20)), observation('bp', '8480-6', 118, 'mm[Hg]', hoursAgo(1))]);
const carT = given('cart', 'axicabtagene ciloleucel', hoursAgo(50));
const dose = given('toci', 'tocilizumab', hoursAgo(3), { dosage: { dose: { value: 640, system: 'http://unitsofmeasure.org', code: 'mg' } } });
const whole = {
  patient: { resourceType: 'Patient', id: 'p1', birthDate: '1961-05-02' },
  vitals: bundle(vitals),
  oxygen_and_neurology: bundle([]),
  laboratory: bundle([observation('crp', '1988-5', 120, 'mg/L', hoursAgo(4))]),
  medication_administrations: bundle([carT, dose]),
  therapies_and_tocilizumab: bundle([carT, dose]),
  medication_requests: bundle([]),
  conditions: bundle([]),
  allergies: bundle([]),
};
const { services } = await (await fetch(`${ward.address}/cds-services`)).json();
const searches = Object.fromEntries(Object.entries(services[0].prefetch).map(([key, search]) => [key, search.replace('{{context.patientId}}', 'p1')]));
const serveWhole = () => { fhir.answers = Object.fromEntries(Object.entries(whole).map(([key, value]) => [searches[key], value])); };
serveWhole();

const orders = { draftOrders: bundle([{ resourceType: 'MedicationRequest', id: 'r1', status: 'draft', intent: 'order', subject, medicationCodeableConcept: { text: 'tocilizumab' },
  dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: 640, code: 'mg' } }] }] }]), selections: ['MedicationRequest/r1'] };

// The same answer as when the client had sent all of it, but for the instant that it tells and the uuids that follow from that. It
// says how long ago things were, so both are asked within one minute.
const timeless = (text) => text.replace(/\d\d:\d\d:\d\d\.\d+/g, 'NOW').replace(/"uuid":"[0-9a-f-]+"/g, '"uuid":"of the instant"');
const sameAsSent = async (name, asked, sent = whole) => {
  let told;
  for (let tries = 0; tries < 5; tries += 1) {
    const before = await call({ ...asked, prefetch: sent, fhirAuthorization: null });
    const fetched = await callsOf(() => call(asked));
    const after = await call({ ...asked, prefetch: sent, fhirAuthorization: null });
    told = { sent: timeless(before.text), fetched: timeless(fetched.told.text), calls: fetched.calls.length };
    if (told.sent === timeless(after.text)) break;
  }
  const { cards } = JSON.parse(told.sent);
  expect(`${name}: a card that rests on all of it`, cards?.length === 1 && !told.sent.includes('The record is not complete'), told.sent);
  expect(`${name}: the same bytes`, told.sent === told.fetched, told);
  return told.calls;
};

try {
  expect('nothing was sent: nine searches', await sameAsSent('nothing was sent', {}) === 9, fhir.calls);
  const [first] = fhir.calls;
  expect('each by GET with the token', fhir.calls.every(({ method, fields }) => method === 'GET' && fields.authorization === `Bearer ${secret}`), first);
  expect('without a cookie, from the server itself', fhir.calls.every(({ fields }) => fields.cookie === undefined && fields.host === `localhost:${fhir.port}`), first);
  expect('the searches of discovery', new Set(fhir.calls.map(({ path }) => path)).size === 9 && fhir.calls.every(({ path }) => Object.values(searches).includes(path)), fhir.calls);
  expect('null is missing', await sameAsSent('null', { prefetch: Object.fromEntries(Object.keys(whole).map((key) => [key, null])) }) === 9);
  expect('only what is missing', await sameAsSent('some', { prefetch: without(whole, 'vitals', 'conditions') }) === 2);
  expect('nothing is missing', await sameAsSent('all', { prefetch: whole }) === 0);
  expect('a failed search is made anew', await sameAsSent('failed', { prefetch: { ...whole, vitals: { resourceType: 'OperationOutcome' } } }) === 1);
  for (const service of ['stormkeel-order-sign', 'stormkeel-order-select']) {
    await sameAsSent(service, { service, context: orders });
    expect(`${service}: stopped by a fetched dose`, (await call({ service, context: orders })).text.includes('STOP'));
  }

  // Lists of several pages.
  const parts = [vitals.slice(0, 5), vitals.slice(5, 9), vitals.slice(9)];
  const pageAt = (i) => `${registered}/Observation?page=${i}&of=http://loinc.org|x`;
  const page = (i) => bundle(parts[i], { total: vitals.length, link: [{ relation: 'self', url: pageAt(i) }, ...(i < 2 ? [{ relation: 'next', url: pageAt(i + 1) }] : [])] });
  for (const i of [0, 1, 2]) fhir.answers[`Observation?page=${i}&of=http://loinc.org|x`] = page(i);
  fhir.answers[searches.vitals] = page(0);
  expect('pages are followed', await sameAsSent('pages', {}) === 11);
  expect('from the page that was sent on', await sameAsSent('the rest', { prefetch: { ...whole, vitals: page(0) } }) === 2);
  fhir.wrong = { 'page=2': 'answers 500' };
  const cut = await call({ prefetch: { ...whole, vitals: page(0) } });
  expect('a page that does not come is told', cut.detail.includes('the rest of vitals') && cut.detail.includes('it answered 500') && cut.detail.includes('the list is not complete'), cut);
  fhir.wrong = { 'page=2': 'answers an outcome' };
  const noPage = await call({ prefetch: { ...whole, vitals: page(0) } });
  expect('a page that is no list is told', noPage.detail.includes('the rest of vitals') && noPage.detail.includes('its answer is no list') && noPage.detail.includes('the list is not complete'), noPage);
  fhir.wrong = {};
  fhir.answers['Observation?page=1&of=http://loinc.org|x'] = bundle([], { link: [{ relation: 'next', url: pageAt(1) }] });
  const endless = await callsOf(() => call({ prefetch: { ...whole, vitals: page(0) } }));
  expect('a list without an end has one', endless.calls.length === 10 && endless.told.detail.includes('more than 10 pages'), endless.told);
  serveWhole();

  // What fails is told with its reason, and never taken for nothing.
  const reasons = { 'answers 500': 'it answered 500', 'answers 403': 'it answered 403', 'answers a page': 'its answer is no JSON', 'answers no JSON': 'its answer is no JSON',
    'answers no FHIR': 'its answer is no FHIR', 'answers an outcome': 'its answer is no list', 'answers too much': 'its answer is above 2 MiB', compresses: 'its answer is compressed', 'breaks off': 'its answer has no end',
    'says nothing': 'it did not answer within 2 s', 'leads elsewhere': 'it leads to another address, which is not followed' };
  for (const way of [...wrongWays, 'leads elsewhere']) {
    fhir.wrong = { MedicationAdministration: way };
    const told = await call();
    expect(`a server that ${way}`, told.detail.includes('Not fetched: medication_administrations, therapies_and_tocilizumab') && told.detail.includes(reasons[way]), told);
    expect(`a server that ${way}: not sent`, told.detail.includes('Not sent: medication_administrations, therapies_and_tocilizumab'), told);
    expect(`a server that ${way} keeps nobody waiting`, told.took < 3000, told.took);
  }
  fhir.wrong = { '': 'answers 403' };
  const nothing = await call();
  expect('nothing came, nothing is known', nothing.status === 412 && nothing.text.includes('it answered 403'), nothing);
  fhir.wrong = {};

  // A slow server: others are answered meanwhile, and so many may wait.
  fhir.wrong = { '': 'says nothing' };
  const slow = [...Array(20).keys()].map(() => call());
  await new Promise((done) => setTimeout(done, 500));
  const began = Date.now();
  const health = await fetch(`${ward.address}/healthz`);
  expect('others are answered meanwhile', health.status === 200 && Date.now() - began < 1000, Date.now() - began);
  const ends = await Promise.all(slow);
  const tooMany = ends.filter(({ text }) => text.includes('too much is fetched at once')).length;
  expect('sixteen of one client wait', tooMany === 4 && ends.every(({ status }) => status === 412), ends.map(({ text }) => text.slice(-120)));
  fhir.wrong = {};
  expect('and are forgotten afterwards', (await call()).text.includes('tocilizumab'));

  // Grants that are none.
  const grants = { 'lasts too long': [{ expires_in: 301 }, 'expires_in is above 300'], 'does not say how long': [{ expires_in: undefined }, 'expires_in is missing'],
    'has ended': [{ expires_in: 0 }, 'expires_in is missing, or no number'], 'ended': [{ expires_in: -1 }, 'expires_in is missing, or no number'], 'as a text': [{ expires_in: '300' }, 'expires_in is missing, or no number'],
    'of another kind': [{ token_type: 'Basic' }, 'token_type is not Bearer'], 'without a token': [{ access_token: '' }, 'access_token is missing'],
    'with a line end': [{ access_token: 'a\r\nX-Evil: 1' }, 'access_token is missing or none'], 'with a blank': [{ access_token: 'a b' }, 'access_token is missing or none'],
    'for another patient': [{ patient: 'p2' }, 'patient is another patient'] };
  for (const [name, [change, why]] of Object.entries(grants)) {
    const { told, calls } = await callsOf(() => call({ fhirAuthorization: { ...grant, ...change }, prefetch: without(whole, 'laboratory') }));
    expect(`a grant ${name}`, calls.length === 0 && told.detail.includes('Not fetched: laboratory') && told.detail.includes(why), told);
  }
  for (const id of ['..', '.', 'p1/../p2', 'p1?x', 'p1%2f', 'p 1']) {
    const { told, calls } = await callsOf(() => call({ context: { patientId: id } }));
    expect(`the id ${id}`, calls.length === 0 && told.text.includes('context.patientId is no FHIR id'), told);
  }

  // Who has no server registered has nothing fetched; who vouches for another certificate is not called.
  const none = await callsOf(() => call({ iss: 'no-server', prefetch: without(whole, 'laboratory') }));
  expect('no server is registered', none.calls.length === 0 && none.told.status === 200 && !none.told.detail.includes('Not fetched'), none.told);
  await call({ iss: 'no-server', fhirServer: `${trap.url}/fhir` });
  const other = await callsOf(() => call({ iss: 'other-ca', prefetch: without(whole, 'laboratory') }));
  expect('a certificate of somebody else', other.calls.length === 0 && other.told.detail.includes('its certificate is not accepted'), other.told);
  const machine = execFileSync(program, ['token', 'add', 'ehr', '--role', 'integration', '--data', folder], { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).trim().split('\n').pop().trim();
  const before = fhir.calls.length;
  await fetch(`${ward.address}/cds-services/stormkeel-patient-view`, { method: 'POST', headers: { Authorization: `Bearer ${machine}` }, body: JSON.stringify({ hook: 'patient-view', hookInstance: 'x', fhirServer: registered, fhirAuthorization: grant, context: { patientId: 'p1' } }) });
  expect('a token of that name is no such client', fhir.calls.length === before, fhir.calls.length - before);

  // The list of addresses.
  const urls = JSON.parse(readFileSync(new URL('./outbound_urls.json', import.meta.url)));
  const here = (url) => url.replaceAll('ehr.example.org', 'localhost').replaceAll('EHR.Example.ORG', 'LOCALHOST').replaceAll('8443', String(fhir.port)).replaceAll('9443', new URL(trap.url).port);
  for (const [url, verdict, what] of urls.fhirServer) {
    const { told, calls } = await callsOf(() => call({ fhirServer: here(url), prefetch: without(whole, 'laboratory') }));
    const fetched = calls.length === 1 && !told.detail.includes('Not fetched');
    const refused = calls.length === 0 && told.detail.includes('Not fetched: laboratory');
    expect(`fhirServer ${url} (${what})`, told.status === 200 && (verdict === 'fetched' ? fetched : refused), { calls, detail: told.text.slice(0, 300) });
  }
  for (const [url, verdict, what] of urls.next) {
    const at = here(url);
    fhir.answers[searches.laboratory] = bundle([observation('crp', '1988-5', 120, 'mg/L', hoursAgo(4))], { link: [{ relation: 'next', url: at }] });
    const second = decodeURIComponent(at).replace(registered, '').replace(/^\//, '');
    if (verdict === 'fetched') fhir.answers[second] = bundle([]);
    const { told, calls } = await callsOf(() => call({ prefetch: without(whole, 'laboratory') }));
    const right = verdict === 'fetched' ? calls.length === 2 && !told.detail.includes('Not fetched') : calls.length === 1 && told.detail.includes('the rest of laboratory') && told.detail.includes('no address of the registered server');
    expect(`next ${url} (${what})`, right, { calls, detail: told.detail.slice(0, 300) });
  }
  serveWhole();
  for (const [url, verdict, what] of urls.jku) {
    const { told, calls } = await callsOf(() => call({ header: { jku: here(url) }, prefetch: whole }));
    expect(`jku ${url} (${what})`, told.status === (verdict === 'taken' ? 200 : 401) && calls.length === 0, told);
  }

  expect('nobody came elsewhere', trap.visitors === 0, trap.visitors);
  for (const part of [secret, 'Patient/p1', 'patient=p1']) expect(`nothing secret is logged: ${part}`, !log.text.includes(part), log.text.slice(log.text.indexOf(part) - 200, log.text.indexOf(part) + 200));
  expect('the log says why', log.text.includes('cds_not_fetched') && log.text.includes('it answered 403'), log.text.slice(0, 400));
  console.log(`${checks} checks, ${urls.fhirServer.length + urls.next.length + urls.jku.length} addresses, ${fhir.calls.length} searches, ${failures.length} wrong`);
} finally {
  await ward.end();
  trap.close();
  fhir.stop();
  rmSync(folder, { recursive: true });
}
for (const failure of failures) console.log(failure);
process.exit(failures.length === 0 ? 0 : 1);
