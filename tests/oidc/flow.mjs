// node flow.mjs PROGRAM: people sign in at a provider that is not ours (oidc-provider), or come from a record system, and
// get the account and the role they should.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProvider } from './provider.mjs';
import { Browser, freePort, newFolder, password, remove, run, serveWard } from './ward.mjs';

const [program] = process.argv.slice(2);
const folder = newFolder();
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const callback = `${address}/oidc/callback`;
const secret = 'a secret of the client: with + and %';
const people = { u1: { preferred_username: 'm.ortega', groups: ['icu-nurses', 'canteen'] } };
const providerPort = await freePort();
const client = { redirect_uris: [callback], response_types: ['code'], grant_types: ['authorization_code'] };
const clients = [
  { ...client, client_id: 'ward', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic', scope: 'openid profile groups' },
  { ...client, client_id: 'ward-in-ehr', token_endpoint_auth_method: 'none', id_token_signed_response_alg: 'ES384', scope: 'openid launch fhirUser' },
];
let provider = await startProvider({ port: providerPort, clients, people });

writeFileSync(join(folder, 'secret'), `${secret}\n`, { mode: 0o600 });
const registered = `[oidc]
name = "St. Example"
issuer = "${provider.issuer}"
client_id = "ward"
client_secret_file = "${join(folder, 'secret')}"
public_url = "${address}"
scope = "openid profile groups"
`;
const roles = `[oidc.roles]
claim = "groups"
nurse = ["icu-nurses"]
physician = ["icu-physicians"]
admin = ["ward-admins"]
`;
const smart = `[[smart.ehr]]
iss = "${provider.issuer}/fhir"
client_id = "ward-in-ehr"
`;

run(program, folder, ['user', 'add', 'keeper', '--role', 'admin'], `${password}\n`);
let ward = await serveWard(program, folder, port, registered);
const start = `${address}/oidc/start`;
const at = (reason) => `${address}/sign-in?after=${reason}`;
const users = () => run(program, folder, ['user', 'list']);
// A machine with much to do answers late: then it is tried again.
const signIn = async (login, from = start) => {
  let end;
  let browser;
  for (let i = 0; i < 5 && (end === undefined || end.place === at('provider-down') || end.place === at('provider-busy')); ++i) {
    browser = new Browser();
    const back = await browser.comeBack(from, login);
    end = back === null ? { place: at('provider-down') } : await browser.get(back);
  }
  return { place: end.place, session: await browser.session(address), browser, fields: end.fields };
};
const restart = async (settings) => {
  await ward.end();
  ward = await serveWard(program, folder, port, settings);
};

async function whoHasNoAccountIsNotSignedIn() {
  const { place, session } = await signIn('u1');
  assert.equal(place, at('provider-unknown'));
  assert.equal(session, null);
}

async function anAdministratorGivesAnAccountToASubject() {
  const browser = new Browser();
  const signedIn = await browser.get(`${address}/session`, { method: 'POST', body: JSON.stringify({ name: 'keeper', password }) });
  const { csrf_token: token } = JSON.parse(signedIn.body);
  const asked = await browser.get(`${address}/api/users/ann`, { method: 'POST', headers: { 'X-CSRF-Token': token }, body: JSON.stringify({ role: 'physician', subject: 'u1' }) });
  assert.equal(asked.status, 200, asked.body);
  const again = await browser.get(`${address}/api/users/bea`, { method: 'POST', headers: { 'X-CSRF-Token': token }, body: JSON.stringify({ role: 'nurse', subject: 'u1' }) });
  assert.equal(again.status, 400);
  assert.match(again.body, /subject of ann/);
  const { place, session, fields } = await signIn('u1');
  assert.equal(place, `${address}/`);
  assert.deepEqual([session.name, session.role], ['ann', 'physician']);
  assert.match(fields.get('Set-Cookie'), /^stormkeel=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.equal(provider.asked.code_challenge_method, 'S256');
  assert.equal(provider.asked.scope, 'openid profile groups');
  for (const name of ['state', 'nonce', 'code_challenge']) assert.equal(provider.asked[name].length, 43, name);
  const asPassword = await new Browser().get(`${address}/session`, { method: 'POST', body: JSON.stringify({ name: 'ann', password: 'no password' }) });
  assert.equal(asPassword.status, 401, 'no password opens it');
}

async function whatTheAdministratorTakesAwayEndsTheSession() {
  const { browser, session } = await signIn('u1');
  assert.equal(session.name, 'ann');
  run(program, folder, ['user', 'add', 'ann', '--role', 'physician', '--subject', 'u2']);
  assert.equal(await browser.session(address), null, 'it is another person now');
  assert.equal((await signIn('u1')).place, at('provider-unknown'));
  assert.equal((await signIn('u2')).session.name, 'ann');
  run(program, folder, ['user', 'remove', 'ann']);
  assert.equal((await signIn('u2')).place, at('provider-unknown'));
}

async function aTableOfRolesMakesAccounts() {
  await restart(registered + roles);
  const { session } = await signIn('u1');
  assert.deepEqual([session.name, session.role], ['m.ortega', 'nurse']);
  assert.match(users(), /^m\.ortega {2}nurse/m);
  people.u1.groups = ['icu-physicians'];
  assert.deepEqual((await signIn('u1')).session.role, 'physician', 'the provider gives another role now');
  people.u1.groups = ['icu-physicians', 'icu-nurses'];
  assert.equal((await signIn('u1')).place, at('provider-no-role'), 'two roles are none');
  delete people.u1.groups;
  assert.equal((await signIn('u1')).place, at('provider-no-role'));
  people.u1.groups = 'icu-nurses';
  assert.equal((await signIn('u1')).session.role, 'nurse', 'a text as well as a list');
}

async function aNameIsNobodyElses() {
  people.u3 = { preferred_username: 'keeper', groups: ['icu-nurses'] };
  const { session } = await signIn('u3');
  assert.match(session.name, /^keeper-[0-9a-f]{8}$/);
  people.u4 = { preferred_username: '<b>\u{e4} x</b>', groups: ['icu-nurses'] };
  assert.match((await signIn('u4')).session.name, /^bxb-[0-9a-f]{8}$/);
  people.u5 = { groups: ['icu-nurses'] };
  assert.match((await signIn('u5')).session.name, /^person-[0-9a-f]{8}$/);
  people.u2 = { preferred_username: 'ann', groups: ['icu-nurses'] };
  assert.equal((await signIn('u2')).place, at('provider-unknown'), 'whom an administrator removed stays removed');
}

async function theLastAdministratorStaysOne() {
  people.u6 = { preferred_username: 'chief', groups: ['ward-admins'] };
  assert.equal((await signIn('u6')).session.role, 'admin');
  run(program, folder, ['user', 'remove', 'keeper']);
  people.u6.groups = ['icu-nurses'];
  assert.equal((await signIn('u6')).place, at('provider-last-administrator'));
  assert.match(users(), /^chief {2}admin/m);
}

async function aCodeComesBackOnceAndToTheBrowserThatBegan() {
  const browser = new Browser();
  const back = await browser.comeBack(start, 'u1');
  const stranger = new Browser();
  assert.equal((await stranger.get(back)).place, at('provider-try'), 'without the cookie');
  await stranger.get(start);
  assert.equal((await stranger.get(back)).place, at('provider-try'), 'with the cookie of another try');
  const changed = new URL(back);
  changed.searchParams.set('state', 'x'.repeat(43));
  assert.equal((await browser.get(changed.href)).place, at('provider-try'), 'with another state');
  assert.equal((await browser.get(back)).place, `${address}/`);
  assert.equal((await browser.get(back)).place, at('provider-try'), 'a second time');
  assert.equal((await browser.session(address)).name, 'm.ortega', 'who is signed in stays so');
  const again = new Browser();
  const fresh = new URL(await again.comeBack(start, 'u1'));
  fresh.searchParams.set('code', new URL(back).searchParams.get('code'));
  assert.equal((await again.get(fresh.href)).place, at('provider-refused'), 'a code of another try');
  const elsewhere = new Browser();
  const other = new URL(await elsewhere.comeBack(start, 'u1'));
  other.searchParams.set('iss', 'https://another.example.org');
  assert.equal((await elsewhere.get(other.href)).place, at('provider-unverified'), 'an answer of another issuer');
}

async function whoIsRefusedThereIsToldSo() {
  const { place, session } = await signIn('nobody');
  assert.equal(place, at('provider-refused'));
  assert.equal(session, null);
  const told = () => ward.log.includes('it led back without a code, access_denied');
  for (let i = 0; i < 200 && !told(); ++i) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(told(), 'the log tells what the provider called it');
}

async function aRecordSystemLaunchesTheWard() {
  assert.equal((await new Browser().get(`${address}/launch?iss=${provider.issuer}/fhir&launch=x`)).status, 404, 'none is registered');
  await restart(registered + roles + smart);
  const from = `${address}/launch?iss=${encodeURIComponent(`${provider.issuer}/fhir`)}&launch=handle%2B1`;
  run(program, folder, ['user', 'add', 'lee', '--role', 'nurse', '--subject', `${provider.issuer} u7`]);
  const { place, session } = await signIn('u7', from);
  assert.equal(place, `${address}/`);
  assert.equal(session.name, 'lee');
  assert.equal(provider.asked.client_id, 'ward-in-ehr');
  assert.equal(provider.asked.aud, `${provider.issuer}/fhir`);
  assert.equal(provider.asked.launch, 'handle+1');
  assert.equal(provider.asked.scope, 'launch openid fhirUser');
  assert.equal((await signIn('u8', from)).place, at('provider-unknown'), 'a launch makes no account');
  for (const iss of [`${provider.issuer}/fhir/`, `${provider.issuer}/FHIR`, 'https://ehr.example.org', '']) {
    assert.equal((await new Browser().get(`${address}/launch?iss=${encodeURIComponent(iss)}&launch=x`)).place, at('launch-unknown'), iss);
  }
}

async function withoutTheProviderPasswordsStillOpen() {
  const browser = new Browser();
  const back = await browser.comeBack(start, 'u1');
  await provider.stop();
  assert.equal((await browser.get(back)).place, at('provider-down'));
  await restart(registered + roles);
  assert.equal((await new Browser().get(start)).place, at('provider-down'));
  run(program, folder, ['user', 'add', 'keeper', '--role', 'admin'], `${password}\n`);
  const signedIn = await new Browser().get(`${address}/session`, { method: 'POST', body: JSON.stringify({ name: 'keeper', password }) });
  assert.equal(signedIn.status, 200, signedIn.body);
  assert.match(ward.log, /"event":"oidc_problem","kind":"unreachable"/);
  provider = await startProvider({ port: providerPort, clients, people });
  assert.equal((await signIn('u1')).session.name, 'm.ortega', 'it is there again');
}

async function theAuditTellsHow() {
  run(program, folder, ['user', 'add', 'reader', '--role', 'auditor'], `${password}\n`);
  const browser = new Browser();
  await browser.get(`${address}/session`, { method: 'POST', body: JSON.stringify({ name: 'reader', password }) });
  const rows = JSON.parse((await browser.get(`${address}/api/audit?after=0`)).body);
  const has = (actor, action, object) => rows.some((row) => row.actor === actor && row.action === action && row.object === object);
  assert.ok(has('m.ortega', 'sign in by identity provider', 'nurse m.ortega'));
  assert.ok(has('lee', 'sign in by launch', 'nurse lee'));
  assert.ok(rows.some((row) => row.actor === 'identity provider' && row.object === 'physician m.ortega'), 'the other role');
  assert.ok(has('anyone', 'sign-in failed', 'an unknown subject'));
  assert.ok(has('anyone', 'sign-in failed', 'physician m.ortega'), 'who had no role');
  assert.ok(!JSON.stringify(rows).includes('u1'), 'no subject stands there');
}

async function nothingSecretIsLogged() {
  for (const word of [secret, 'code=', 'id_token', 'eyJ', 'u1']) assert.ok(!logs.includes(word), word);
}

let logs = '';
try {
  const checks = [whoHasNoAccountIsNotSignedIn, anAdministratorGivesAnAccountToASubject, whatTheAdministratorTakesAwayEndsTheSession, aTableOfRolesMakesAccounts, aNameIsNobodyElses, theLastAdministratorStaysOne, aCodeComesBackOnceAndToTheBrowserThatBegan, whoIsRefusedThereIsToldSo, aRecordSystemLaunchesTheWard, withoutTheProviderPasswordsStillOpen, theAuditTellsHow, nothingSecretIsLogged];
  for (const check of checks) {
    await check();
    logs += ward.log;
    console.log(`ok ${check.name}`);
  }
} finally {
  ward.kill();
  await provider.stop();
  remove(folder);
}
