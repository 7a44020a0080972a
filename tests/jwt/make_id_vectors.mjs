// Writes ID tokens made by the public library jose, to the second, with what the check of each must give:
// node make_id_vectors.mjs FILE
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

const issuer = 'https://id.example.org';
const nonce = 'n-0S6_WzA2Mj';
const now = 1_772_532_000; // 2026-03-03T10:00:00Z
const begun = now - 30;

const algorithms = ['RS256', 'RS384', 'ES256', 'ES384', 'PS256', 'RS512', 'ES512', 'EdDSA'];
const keys = Object.fromEntries(await Promise.all(algorithms.map(async (alg) => [alg, await generateKeyPair(alg, { extractable: true })])));
const jwks = JSON.stringify({ keys: await Promise.all(algorithms.map(async (alg) => ({ ...(await exportJWK(keys[alg].publicKey)), alg, use: 'sig', kid: alg }))) });

const made = (claims = {}, header = {}, key = keys[header.kid ?? 'RS256']) => {
  const all = { iss: issuer, sub: '248289761001', aud: 'ward', exp: now + 300, iat: now, nonce, ...claims };
  for (const [name, value] of Object.entries(all)) if (value === undefined) delete all[name];
  return new SignJWT(all).setProtectedHeader({ alg: header.kid ?? 'RS256', kid: 'RS256', ...header }).sign(key.privateKey);
};

const vectors = [];
const step = (name, token, why) => vectors.push({ name, token, why });
const accept = (name, token) => step(name, token, '');

for (const alg of ['RS256', 'RS384', 'ES256', 'ES384']) accept(alg, await made({}, { kid: alg }));
for (const alg of ['PS256', 'RS512', 'ES512', 'EdDSA']) step(alg, await made({}, { kid: alg }), 'its kid names no key');
const [header, claims] = (await made()).split('.');
const hmacHeader = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'RS256' })).toString('base64url');
step('HS256', `${hmacHeader}.${claims}.${createHmac('sha256', jwks).update(`${hmacHeader}.${claims}`).digest('base64url')}`, 'its alg is not that of the key');
const noneHeader = Buffer.from(JSON.stringify({ alg: 'none', kid: 'RS256' })).toString('base64url');
step('none', `${noneHeader}.${claims}.`, 'its signature is missing');
step('another signature', `${header}.${claims}.${(await made({ sub: 'x' })).split('.')[2]}`, 'its signature is wrong');

accept('it expired 59 s ago', await made({ iat: begun, exp: now - 59 }));
step('it expired 60 s ago', await made({ iat: begun, exp: now - 60 }), 'it has expired');
accept('issued 60 s ahead', await made({ iat: now + 60 }));
step('issued 61 s ahead', await made({ iat: now + 61 }), 'its iat lies in the future');
accept('issued 60 s before the sign-in', await made({ iat: begun - 60 }));
step('issued 61 s before the sign-in', await made({ iat: begun - 61 }), 'its iat lies before this sign-in was begun');
accept('valid in 60 s', await made({ nbf: now + 60 }));
step('valid in 61 s', await made({ nbf: now + 61 }), 'its nbf is no number or in the future');
step('no iat', await made({ iat: undefined }), 'its exp or iat is missing');
step('exp is a text', await made({ exp: String(now + 300) }), 'its exp or iat is missing');

accept('a list of us', await made({ aud: ['ward'] }));
accept('a list and azp', await made({ aud: ['other', 'ward'], azp: 'ward' }));
step('no aud', await made({ aud: undefined }), 'its aud does not name our client_id');
step('aud begins like us', await made({ aud: 'ward-2' }), 'its aud does not name our client_id');
step('aud holds a number', await made({ aud: ['ward', 7], azp: 'ward' }), 'its aud does not name our client_id');
step('a list without azp', await made({ aud: ['other', 'ward'] }), 'its azp is not our client_id');
step('azp of another', await made({ azp: 'other' }), 'its azp is not our client_id');

step('another issuer', await made({ iss: 'https://other.example.org' }), 'its iss is not');
step('no issuer', await made({ iss: undefined }), 'its iss is not');
step('another nonce', await made({ nonce: 'n-0S6_WzA2Mk' }), 'its nonce is not');
step('no nonce', await made({ nonce: undefined }), 'its nonce is not');
step('an empty nonce', await made({ nonce: '' }), 'its nonce is not');
accept('a sub of 255', await made({ sub: 's'.repeat(255) }));
step('a sub of 256', await made({ sub: 's'.repeat(256) }), 'its sub is missing, too long');
step('an empty sub', await made({ sub: '' }), 'its sub is missing');
step('a sub that is a number', await made({ sub: 248 }), 'its sub is missing');
step('a sub with a line end', await made({ sub: 'a\nb' }), 'its sub is missing');
step('a sub beyond ASCII', await made({ sub: 'ä' }), 'its sub is missing');

accept('40,000 letters of claims', await made({ groups: 'g'.repeat(40_000) }));
step('above 64 KiB', await made({ groups: 'g'.repeat(60_000) }), 'it is longer than 64 KiB');
step('an access token', await made({}, { typ: 'at+jwt' }), 'its typ is not JWT');
step('crit', await made({}, { crit: ['b64'], b64: true }), 'its crit names');
step('nothing', '', 'it has not three parts');

writeFileSync(process.argv[2], JSON.stringify({ jwks, issuer, nonce, now, begun, client: 'ward', vectors }));
console.log(`${vectors.length} ID tokens, ${vectors.filter((one) => one.why !== '').length} of them to be refused`);
