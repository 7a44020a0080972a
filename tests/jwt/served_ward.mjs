// A served ward before clients whose tokens the public library jose makes: who may call, what each refusal says, and
// that nothing is ever fetched: node served_ward.mjs PROGRAM
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose';
import { serve, startTrap } from './ward.mjs';

const [program] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'stormkeel-jwt-'));
const base = 'https://ward.example.org';
const issuer = 'https://ehr.example.org';
const service = '/cds-services/stormkeel-patient-view';

// Where everything that a call names as an address would lead: nobody may come.
const trap = await startTrap();

const ec = await generateKeyPair('ES384', { extractable: true });
const rsa = await generateKeyPair('RS384', { extractable: true });
const stranger = await generateKeyPair('ES384', { extractable: true });
const jwk = async (pair, kid) => ({ ...(await exportJWK(pair.publicKey)), kid, use: 'sig' });
writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [await jwk(ec, 'ec-1'), await jwk(rsa, 'rsa-1')] }));
writeFileSync(join(folder, 'stormkeel.toml'), `[cds]
base = "${base}"
[[cds.issuer]]
iss = "${issuer}"
jwks = "${join(folder, 'keys.json')}"
jku = "${trap.url}/jwks.json"
`);

let used = 0;
const token = (claims = {}, header = {}, pair = ec) => {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: issuer, aud: base + service, iat: now, exp: now + 240, jti: `jti-${++used}`, ...claims };
  return new SignJWT(all).setProtectedHeader({ alg: 'ES384', kid: 'ec-1', typ: 'JWT', ...header }).sign(pair.privateKey);
};

const log = { text: '' };
const ward = await serve(program, folder, log);

const call = async (bearer, path = service, method = 'POST') => {
  const body = JSON.stringify({
    hook: 'patient-view', hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    fhirServer: `${trap.url}/fhir`,
    fhirAuthorization: { access_token: 'secret-of-the-client', token_type: 'Bearer', expires_in: 300, scope: 'patient/*.read', subject: 'cds' },
    context: { userId: 'Practitioner/x', patientId: 'a' },
    prefetch: { patient: { resourceType: 'Patient', id: 'a', birthDate: '1961-05-02' } },
  });
  const response = await fetch(ward.address + path, {
    method, headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' }, ...(method === 'POST' ? { body } : {}),
  });
  return { status: response.status, body: await response.text() };
};

const failures = [];
const expect = (name, right, told) => {
  if (!right) failures.push(`${name}: ${JSON.stringify(told)}`);
};

try {
  const good = await token();
  const first = await call(good);
  expect('a good token opens the services', first.status === 200 && JSON.parse(first.body).cards, first);
  const byRsa = await call(await token({}, { alg: 'RS384', kid: 'rsa-1' }, rsa));
  expect('so does one by RS384', byRsa.status === 200, byRsa);
  const withJku = await call(await token({}, { jku: `${trap.url}/jwks.json` }));
  expect('and one that names the registered jku', withJku.status === 200, withJku);
  const feedback = await call(await token({ aud: `${base}${service}/feedback` }), `${service}/feedback`);
  expect('feedback is read', feedback.status === 400, feedback);
  const discovery = await call(await token({ aud: `${base}/cds-services` }), '/cds-services', 'GET');
  expect('the services are told', discovery.status === 200 && JSON.parse(discovery.body).services.length === 3, discovery);
  const toAnybody = await call(await token({}, {}, stranger), '/cds-services', 'GET');
  expect('to a stranger, too', toAnybody.status === 200 && toAnybody.body === discovery.body, toAnybody);

  const now = Math.floor(Date.now() / 1000);
  const secret = new TextEncoder().encode(readFileSync(join(folder, 'keys.json'), 'utf8'));
  const refused = {
    'used before': await call(good),
    'signed by a stranger': await call(await token({}, {}, stranger)),
    'of an issuer nobody registered': await call(await token({ iss: 'https://other.example.org' })),
    'for another address': await call(await token({ aud: ward.address + service })),
    'for another service': await call(await token({ aud: `${base}/cds-services/stormkeel-order-sign` })),
    'expired': await call(await token({ iat: now - 300, exp: now - 1 })),
    'of the future': await call(await token({ iat: now + 100, exp: now + 200 })),
    'for too long': await call(await token({ exp: now + 3600 })),
    'with another jku': await call(await token({}, { jku: `${trap.url}/other.json` })),
    'without a signature': await call(new UnsecuredJWT({ iss: issuer, aud: base + service, jti: 'none' }).encode()),
    'keyed with the public key': await call(await new SignJWT({ iss: issuer, aud: base + service, iat: now, exp: now + 60, jti: 'hs' })
      .setProtectedHeader({ alg: 'HS384', kid: 'ec-1' }).sign(secret)),
    'no token at all': await call('0123456789'),
    'at the facts': await call(await token({ aud: `${base}/api/patients/a/facts` }), '/api/patients/a/facts'),
    'at the board': await call(await token({ aud: `${base}/api/ward` }), '/api/ward', 'GET'),
    'at the metrics': await call(await token({ aud: `${base}/metrics` }), '/metrics', 'GET'),
  };
  const [one] = Object.values(refused);
  for (const [name, told] of Object.entries(refused)) {
    expect(name, told.status === 401 && told.body === one.body, told);
  }
  expect('the log says why', log.text.includes('cds_token_refused') && log.text.includes('its jti was used before'), log);
  for (const part of [good, good.split('.')[2], 'secret-of-the-client']) expect('no secret is logged', !log.text.includes(part), part);
  expect('nothing was fetched', trap.visitors === 0, trap.visitors);
  // The trap itself catches.
  await fetch(trap.url).catch(() => undefined);
  expect('a visitor would have been seen', trap.visitors === 1, trap.visitors);
  console.log(`${6 + Object.keys(refused).length} tokens, ${Object.keys(refused).length} refused alike, ${failures.length} wrong`);
} finally {
  await ward.end();
  trap.close();
  rmSync(folder, { recursive: true });
}
for (const failure of failures) console.log(failure);
process.exit(failures.length === 0 ? 0 : 1);
