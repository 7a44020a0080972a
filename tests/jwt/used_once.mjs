// A CDS client's token is good once, whether the ward is killed or ended between the two uses: node used_once.mjs PROGRAM
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { serve } from './ward.mjs';

const [program] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'stormkeel-used-'));
const base = 'https://ward.example.org';
const path = '/cds-services/stormkeel-patient-view';
const pair = await generateKeyPair('ES384', { extractable: true });
writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'ec-1', use: 'sig' }] }));
const issuer = (iss) => `[[cds.issuer]]\niss = "${iss}"\njwks = "${join(folder, 'keys.json')}"\n`;
writeFileSync(join(folder, 'stormkeel.toml'), `[limits]\ncds_client = 5\n[cds]\nbase = "${base}"\n${issuer('ehr')}${issuer('flood')}${issuer('polite')}`);

const log = { text: '' };
const start = () => serve(program, folder, log);

// A line may come after the answer that it is about.
const logged = async (words) => {
  for (let tries = 0; tries < 500 && !log.text.includes(words); ++tries) await new Promise((done) => setTimeout(done, 10));
  return log.text.includes(words);
};

const failures = [];
const expect = (name, right, told) => {
  if (!right) failures.push(`${name}: ${JSON.stringify(told)}`);
};
let made = 0;
const token = (iss = 'ehr', jti = `jti-${++made}`) => {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss, aud: base + path, iat: now, exp: now + 280, jti }).setProtectedHeader({ alg: 'ES384', kid: 'ec-1' }).sign(pair.privateKey);
};
const body = JSON.stringify({ hook: 'patient-view', hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea', context: { userId: 'Practitioner/x', patientId: 'a' }, prefetch: { patient: { resourceType: 'Patient', id: 'a' } } });
const call = async (ward, bearer) => fetch(ward.address + path, { method: 'POST', headers: { Authorization: `Bearer ${bearer}` }, body });
const use = async (ward, bearer) => (await call(ward, bearer)).status;

let ward;
try {
  const used = [];
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL']) {
    ward = await start();
    for (const one of used) expect(`used before the ward ended by ${signal}`, await use(ward, one) === 401, log.text.slice(-300));
    const fresh = await token();
    expect('a new one', await use(ward, fresh) === 200, log.text.slice(-300));
    expect('a second time', await use(ward, fresh) === 401, log.text.slice(-300));
    used.push(fresh);
    await ward.end(signal);
  }
  expect('the log says why', await logged('its jti was used before'), log);
  const file = join(folder, 'used-cds-tokens');
  const kept = readFileSync(file, 'utf8');
  expect('a line for each, and nothing of a token', kept.trim().split('\n').length === 4 && !kept.includes('jti-1') && used.every((one) => !kept.includes(one.split('.')[2])), kept);
  expect('for the account of the ward alone', (statSync(file).mode & 0o777) === 0o600, statSync(file).mode);

  // As if the machine had lost its power: what was used then may not stand there.
  const early = await token();
  await new Promise((done) => setTimeout(done, 1100));
  writeFileSync(file, kept.replace(/^.*\n/, '0b1ad2ad-9a0b-4a07-bb74-0d3f8c2fdc0b\n'));
  ward = await start();
  expect('issued before the machine started anew', await use(ward, early) === 401 && await logged('before this machine started anew'), log.text.slice(-300));
  await new Promise((done) => setTimeout(done, 1100));
  expect('issued since', await use(ward, await token()) === 200, log.text.slice(-300));

  // So many calls a second of one client, and others are answered.
  const flood = await Promise.all([...Array(30).keys()].map(async () => call(ward, await token('flood'))));
  const refused = flood.filter(({ status }) => status === 429);
  expect('who floods is told to wait', refused.length >= 15 && refused.every(({ headers }) => headers.get('Retry-After') === '1'), flood.map(({ status }) => status));
  expect('who does not is answered', (await Promise.all([...Array(5).keys()].map(async () => use(ward, await token('polite'))))).every((status) => status === 200));
  console.log(`${made} tokens, ${failures.length} wrong`);
} finally {
  if (failures.length > 0) console.log(failures.join('\n'));
  await ward?.end('SIGKILL').catch(() => undefined);
  rmSync(folder, { recursive: true });
}
process.exit(failures.length === 0 ? 0 : 1);
