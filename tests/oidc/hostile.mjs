// node hostile.mjs PROGRAM: a provider that lies, leads elsewhere or does not answer signs nobody in, and is not asked
// more than the rules for calls to the outside allow.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { Browser, freePort, newFolder, password, remove, run, serveWard } from './ward.mjs';

const [program] = process.argv.slice(2);
const folder = newFolder();
const address = `http://127.0.0.1:${await freePort()}`;
const port = new URL(address).port;

const keys = { rs: await generateKeyPair('RS256', { extractable: true }), es: await generateKeyPair('ES256', { extractable: true }), ps: await generateKeyPair('PS256', { extractable: true }) };
const stranger = await generateKeyPair('RS256');
const publicKeys = async (named) => ({ keys: await Promise.all(Object.entries(named).map(async ([kid, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid, use: 'sig' }))) });
const jwks = { now: await publicKeys({ rs: keys.rs, es: keys.es }), asked: 0 };

// Whoever comes here was led by an answer, which nobody may follow.
let visitors = 0;
const trap = createServer((_, response) => {
  visitors += 1;
  response.end('{}');
}).listen(0, '127.0.0.1');
await new Promise((ready) => trap.once('listening', ready));
const elsewhere = `http://127.0.0.1:${trap.address().port}`;

// What the provider answers is put here for each try.
const served = { token: async () => '', status: 200 };
const asJson = (response, value, status = 200) => {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
};
const issuerOf = (request, secure) => `http${secure ? 's' : ''}://${request.headers.host}`;
const configuration = (issuer) => ({ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` });
// Each launches from /ehr/NAME, whose configuration is wrong in a way of its own.
const wrongConfigurations = {
  redirect: [(response) => response.writeHead(302, { Location: `${elsewhere}/configuration` }).end(), 'it leads to another address, which is not followed'],
  large: [(response) => asJson(response, { padding: 'x'.repeat(2 * 1024 * 1024) }), 'its answer is above 2 MiB'],
  endless: [(response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  }, 'its answer is above 2 MiB'],
  page: [(response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('{}'), 'its answer is no JSON'],
  untyped: [(response) => response.writeHead(200).end('{}'), 'its answer is no JSON'],
  garbled: [(response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"issuer":'), 'its answer is no JSON object'],
  list: [(response) => asJson(response, []), 'its answer is no JSON object'],
  failing: [(response) => asJson(response, {}, 500), 'it answered 500'],
  compressed: [(response) => response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }).end('{}'), 'its answer is compressed'],
  silent: [() => undefined, 'it did not answer within 2 s'],
  anothers: [(response, own) => asJson(response, { ...own, issuer: elsewhere }), 'its issuer is at'],
  token: [(response, own) => asJson(response, { ...own, token_endpoint: `${elsewhere}/token` }), 'its token_endpoint is at'],
  keys: [(response, own) => asJson(response, { ...own, jwks_uri: `${elsewhere}/jwks` }), 'its jwks_uri is at'],
  page_elsewhere: [(response, own) => asJson(response, { ...own, authorization_endpoint: `${elsewhere}/auth` }), 'its authorization_endpoint is at'],
  user: [(response, own) => asJson(response, { ...own, token_endpoint: own.token_endpoint.replace('//', '//a@') }), 'its token_endpoint is missing, or no https address'],
  none: [(response) => asJson(response, {}), 'its issuer is missing'],
  mixed: [(response, own) => asJson(response, own), 'its configuration is of another issuer', 'issuer = "ISSUER/another"'],
};
const answer = (secure) => async (request, response) => {
  const issuer = issuerOf(request, secure);
  const { pathname } = new URL(request.url, issuer);
  const ehr = pathname.match(/^\/ehr\/([a-z_]+)\/\.well-known\/smart-configuration$/);
  if (pathname === '/.well-known/openid-configuration' || ehr?.[1] === 'good') return asJson(response, configuration(issuer));
  if (ehr) return wrongConfigurations[ehr[1]][0](response, configuration(issuer));
  if (pathname === '/jwks') {
    jwks.asked += 1;
    return asJson(response, jwks.now);
  }
  if (pathname === '/token') return asJson(response, { access_token: 'access', token_type: 'Bearer', id_token: await served.token() }, served.status);
  return asJson(response, {}, 404);
};
const plain = createServer(answer(false)).listen(0, '127.0.0.1');
await new Promise((ready) => plain.once('listening', ready));
const issuer = `http://127.0.0.1:${plain.address().port}`;

const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
const certificate = (name, names) => {
  writeFileSync(join(folder, `${name}.cnf`), `subjectAltName=${names}\n`);
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/CN=test');
  openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-out', `${name}.pem`, '-extfile', `${name}.cnf`);
  return { key: readFileSync(join(folder, `${name}.key`)), cert: readFileSync(join(folder, `${name}.pem`)) };
};
openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=authority', '-days', '2');
openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'other.key', '-out', 'other.pem', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2');
const tlsServer = async (by) => {
  const server = createTlsServer(by, answer(true)).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  return server;
};
const right = await tlsServer(certificate('right', 'DNS:localhost'));
const wrongName = await tlsServer(certificate('wrong', 'DNS:ehr.example.org'));
const unknown = await tlsServer({ key: readFileSync(join(folder, 'other.key')), cert: readFileSync(join(folder, 'other.pem')) });
const secure = {
  right: `https://localhost:${right.address().port}/ehr/good`,
  name: `https://localhost:${wrongName.address().port}/ehr/good`,
  address: `https://127.0.0.1:${right.address().port}/ehr/good`,
  authority: `https://localhost:${unknown.address().port}/ehr/good`,
};

const ehr = (iss) => {
  const [, , more = ''] = wrongConfigurations[iss.split('/').at(-1)] ?? [];
  return `[[smart.ehr]]\niss = "${iss}"\nclient_id = "ward"\n${more.replace('ISSUER', issuer)}\n`;
};
const settings = `[oidc]
issuer = "${issuer}"
client_id = "ward"
public_url = "${address}"
ca = "${join(folder, 'ca.pem')}"
${[...Object.keys(wrongConfigurations).map((name) => `${issuer}/ehr/${name}`), ...Object.values(secure)].map(ehr).join('')}`;
run(program, folder, ['user', 'add', 'keeper', '--role', 'admin'], `${password}\n`);
run(program, folder, ['user', 'add', 'ann', '--role', 'nurse', '--subject', `${issuer} u1`]);
// No proxy is asked, whatever the environment says.
for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']) process.env[name] = elsewhere;
const ward = await serveWard(program, folder, port, settings);
const at = (reason) => `${address}/sign-in?after=${reason}`;
const whysSince = (begin) => ward.log.slice(begin).match(/"why":"[^"]*"/g) ?? [];
// The log comes beside the answers; what was asked at the start may be told late.
async function logged(begin, why, name) {
  for (let i = 0; i < 200 && !whysSince(begin).some((one) => one.includes(why)); ++i) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(whysSince(begin).some((one) => one.includes(why)), `${name}: ${whysSince(begin)}`);
}

// A machine with much to do answers late, and a ward that has just started asks all providers first: then it is asked
// again, but for who is silent.
async function inTime(ask, place) {
  let begin;
  let answered;
  const late = () => place(answered) === at('provider-down') && whysSince(begin).at(-1)?.includes('within 2 s');
  const busy = () => place(answered) === at('provider-busy');
  for (let i = 0; i < 20 && (i === 0 || busy() || (i < 5 && late())); ++i) {
    begin = ward.log.length;
    answered = await ask();
    await new Promise((resolve) => setTimeout(resolve, busy() ? 500 : 20));
  }
  return answered;
}

// Begins a sign-in and comes back at once; the provider's page would add nothing.
const tried = (change) => inTime(() => triedOnce(change), ({ place }) => place);
async function triedOnce(change) {
  const browser = new Browser();
  const begun = await browser.get(`${address}/oidc/start`);
  if (begun.place === at('provider-down') || begun.place === at('provider-busy')) return { place: begun.place, session: null };
  const asked = new URL(begun.place).searchParams;
  served.token = () => change({ nonce: asked.get('nonce') });
  const end = await browser.get(`${address}/oidc/callback?code=c&state=${asked.get('state')}`);
  return { place: end.place, session: await browser.session(address) };
}

const seconds = () => Math.floor(Date.now() / 1000);
const made = ({ nonce }, claims = {}, { pair = keys.rs, ...header } = {}) => {
  const all = { iss: issuer, sub: 'u1', aud: 'ward', iat: seconds(), exp: seconds() + 300, nonce, ...claims };
  for (const [name, value] of Object.entries(all)) if (value === undefined) delete all[name];
  return new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: 'rs', ...header }).sign(pair.privateKey);
};
const base64url = (text) => Buffer.from(text).toString('base64url');
const byHand = ({ nonce }, header, sign) => {
  const text = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify({ iss: issuer, sub: 'u1', aud: 'ward', iat: seconds(), exp: seconds() + 300, nonce }))}`;
  return `${text}.${sign(text)}`;
};

const good = {
  'RS256': (one) => made(one),
  'ES256': (one) => made(one, {}, { alg: 'ES256', kid: 'es', pair: keys.es }),
  'aud is a list of us alone': (one) => made(one, { aud: ['ward'] }),
  'several aud, and azp is us': (one) => made(one, { aud: ['ward', 'other'], azp: 'ward' }),
  'their clock is 50 s ahead': (one) => made(one, { iat: seconds() + 50 }),
  'their clock is 50 s behind': (one) => made(one, { iat: seconds() - 50, exp: seconds() - 20 }),
};
const bad = {
  'alg none': [(one) => byHand(one, { alg: 'none', kid: 'rs' }, () => ''), 'its signature is missing'],
  'alg none with a signature': [(one) => byHand(one, { alg: 'none', kid: 'rs' }, () => 'AAAA'), 'its alg is not that of the key'],
  'HS256 by the public key': [(one) => byHand(one, { alg: 'HS256', kid: 'rs' }, (text) => createHmac('sha256', JSON.stringify(jwks.now.keys[0])).update(text).digest('base64url')), 'its alg is not that of the key'],
  'HS256 by the client_id': [(one) => byHand(one, { alg: 'HS256', kid: 'rs' }, (text) => createHmac('sha256', 'ward').update(text).digest('base64url')), 'its alg is not that of the key'],
  'RS384 by a key for RS256': [async (one) => made(one, {}, { alg: 'RS384', pair: await generateKeyPair('RS384') }), 'its alg is not that of the key'],
  'PS256': [(one) => made(one, {}, { alg: 'PS256', pair: keys.ps }), 'its alg is not that of the key'],
  'a stranger signs': [(one) => made(one, {}, { pair: stranger }), 'its signature is wrong'],
  'the key stands in the token': [async (one) => made(one, {}, { jwk: await exportJWK(stranger.publicKey), pair: stranger }), 'its signature is wrong'],
  'no kid': [(one) => made(one, {}, { kid: undefined }), 'its kid names no key'],
  'another nonce': [(one) => made(one, { nonce: 'x'.repeat(43) }), 'its nonce is not that of the sign-in'],
  'no nonce': [(one) => made(one, { nonce: undefined }), 'its nonce is not that of the sign-in'],
  'another issuer': [(one) => made(one, { iss: 'https://another.example.org' }), 'its iss is not the registered issuer'],
  'the issuer with a slash': [(one) => made(one, { iss: `${issuer}/` }), 'its iss is not the registered issuer'],
  'another aud': [(one) => made(one, { aud: 'other' }), 'its aud does not name our client_id'],
  'several aud without azp': [(one) => made(one, { aud: ['ward', 'other'] }), 'its azp is not our client_id'],
  'azp of another': [(one) => made(one, { azp: 'other' }), 'its azp is not our client_id'],
  'expired': [(one) => made(one, { exp: seconds() - 61 }), 'it has expired'],
  'no exp': [(one) => made(one, { exp: undefined }), 'its exp or iat is missing'],
  'issued in the future': [(one) => made(one, { iat: seconds() + 120, exp: seconds() + 300 }), 'its iat lies in the future'],
  'issued before': [(one) => made(one, { iat: seconds() - 120 }), 'its iat lies before this sign-in was begun'],
  'not yet valid': [(one) => made(one, { nbf: seconds() + 120 }), 'its nbf is no number or in the future'],
  'no sub': [(one) => made(one, { sub: undefined }), 'its sub is missing'],
  'a sub with a line end': [(one) => made(one, { sub: 'x\nu1' }), 'its sub is missing'],
  'an access token instead': [(one) => made(one, {}, { typ: 'at+jwt' }), 'its typ is not JWT'],
  'no token at all': [() => undefined, 'it gave no id_token'],
  'no JWT': [() => 'abc', 'it has not three parts'],
};

async function whatHoldsIsTaken() {
  for (const [name, change] of Object.entries(good)) {
    const { place, session } = await tried(change);
    assert.equal(place, `${address}/`, `${name}: ${whysSince(0).at(-1)}`);
    assert.equal(session.name, 'ann', name);
  }
}

async function whatDoesNotHoldIsRefused() {
  for (const [name, [change, why]] of Object.entries(bad)) {
    const begin = ward.log.length;
    const { place, session } = await tried(change);
    assert.equal(place, at('provider-unverified'), name);
    assert.equal(session, null, name);
    await logged(begin, why, name);
  }
}

async function anotherStatusThanGoodIsRefused() {
  served.status = 400;
  assert.equal((await tried(made)).place, at('provider-refused'));
  served.status = 200;
}

// Anybody can make up names of keys: they are looked for once, and then not for a minute.
async function aNewKeyIsLookedForOnce() {
  keys.next = await generateKeyPair('RS256', { extractable: true });
  jwks.now = await publicKeys({ rs: keys.rs, es: keys.es, next: keys.next });
  jwks.asked = 0;
  for (let i = 0; i < 2; ++i) assert.equal((await tried((one) => made(one, {}, { kid: 'next', pair: keys.next }))).place, `${address}/`);
  assert.equal(jwks.asked, 1, 'for the key that was not known');
  for (let i = 0; i < 3; ++i) {
    const begin = ward.log.length;
    assert.equal((await tried((one) => made(one, {}, { kid: `made-up-${i}` }))).place, at('provider-unverified'));
    await logged(begin, 'its kid names no key', 'a made-up kid');
  }
  assert.equal(jwks.asked, 1);
}

const launchedOnce = async (iss) => (await new Browser().get(`${address}/launch?iss=${encodeURIComponent(iss)}&launch=x`)).place;
const launched = (iss) => inTime(() => launchedOnce(iss), (place) => place);

async function aWrongConfigurationLeadsNowhere() {
  for (const [name, [, why]] of Object.entries(wrongConfigurations)) {
    const begin = ward.log.length;
    const iss = `${issuer}/ehr/${name}`;
    assert.equal(await (name === 'silent' ? launchedOnce : launched)(iss), at('provider-down'), name);
    await logged(begin, why, name);
  }
  assert.equal(visitors, 0, 'nobody was led elsewhere');
}

async function certificatesAreVerified() {
  assert.match(await launched(secure.right), /^https:\/\/localhost:\d+\/auth\?response_type=code&/);
  for (const [name, why] of [['name', 'hostname mismatch'], ['address', 'IP address mismatch'], ['authority', 'self-signed certificate']]) {
    const begin = ward.log.length;
    assert.equal(await launched(secure[name]), at('provider-down'), name);
    await logged(begin, why, name);
  }
}

try {
  for (const check of [whatHoldsIsTaken, aNewKeyIsLookedForOnce, whatDoesNotHoldIsRefused, anotherStatusThanGoodIsRefused, aWrongConfigurationLeadsNowhere, certificatesAreVerified]) {
    await check();
    console.log(`ok ${check.name}`);
  }
} finally {
  ward.kill();
  for (const server of [plain, trap, right, wrongName, unknown]) {
    server.close();
    server.closeAllConnections();
  }
  remove(folder);
}
