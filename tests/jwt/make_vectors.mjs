// Writes tokens made by the public library jose, and by hand where no library would make them, with what each must
// give: node make_vectors.mjs FILE
import { createHmac, sign as nodeSign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { SignJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';

const issuer = 'https://ehr.example.org';
const jku = 'https://ehr.example.org/jwks.json';
const url = 'https://stormkeel.example.org/cds-services/stormkeel-order-sign';
const now = 1_772_532_000; // 2026-03-03T10:00:00Z

const base64url = (text) => Buffer.from(text).toString('base64url');
const pair = (algorithm, options = {}) => generateKeyPair(algorithm, { extractable: true, ...options });
const keys = {
  ec: await pair('ES384'),
  stranger: await pair('ES384'),
  p256: await pair('ES256'),
  rsa: await pair('RS384', { modulusLength: 2048 }),
};
const jwk = async (key, kid, fields = {}) => ({ ...(await exportJWK(key.publicKey)), kid, use: 'sig', ...fields });
const ecJwk = await jwk(keys.ec, 'ec-1', { alg: 'ES384' });
const rsaJwk = await jwk(keys.rsa, 'rsa-1');
const setOf = (...list) => JSON.stringify({ keys: list });
const issuers = [
  { issuer, jku, tenants: [], jwks: setOf(ecJwk, rsaJwk, await jwk(keys.p256, 'p256', { alg: 'ES256' })) },
  { issuer: 'https://other.example.org', jku: '', tenants: ['north', 'south'], jwks: setOf(await jwk(keys.stranger, 'ec-1')) },
];

let used = 0;
const claimsOf = (fields = {}) => {
  const claims = { iss: issuer, aud: url, exp: now + 300, iat: now, jti: `jti-${++used}`, ...fields };
  for (const [name, value] of Object.entries(claims)) if (value === undefined) delete claims[name];
  return claims;
};
const headerOf = (fields = {}) => {
  const header = { alg: 'ES384', kid: 'ec-1', typ: 'JWT', jku, ...fields };
  for (const [name, value] of Object.entries(header)) if (value === undefined) delete header[name];
  return header;
};
const made = (claims = {}, header = {}, key = keys.ec) =>
  new SignJWT(claimsOf(claims)).setProtectedHeader(headerOf(header)).sign(key.privateKey);
const rsaMade = (claims = {}, header = {}) => made(claims, { alg: 'RS384', kid: 'rsa-1', ...header }, keys.rsa);

// A token of any two texts, signed as ES384 signs whatever they say.
const byHand = (header, claims, encode = base64url) => {
  const text = `${encode(header)}.${encode(claims)}`;
  const signature = nodeSign('sha384', Buffer.from(text), { key: keys.ec.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
};
const unsigned = (header, signature) => `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claimsOf()))}.${signature}`;
const withHmac = (secret, algorithm, digest) => {
  const text = unsigned(headerOf({ alg: algorithm }), '').slice(0, -1);
  return `${text}.${createHmac(digest, secret).update(text).digest('base64url')}`;
};
const parts = (token) => token.split('.');
// The last letter of a signature of 96 bytes carries no bits to spare; of 256 bytes it carries two.
const sparedBits = (token) => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + letters[letters.indexOf(token.at(-1)) + 1];
};

const vectors = [];
const step = (name, token, why, at = now, called = url) => vectors.push({ name, token, why, now: at, url: called });
const accept = (name, token, at, called) => step(name, token, '', at, called);

accept('ES384', await made());
accept('RS384', await rsaMade());
accept('a list of addresses', await made({ aud: ['https://elsewhere.example.org', url] }));
accept('without jku and typ', await made({}, { jku: undefined, typ: undefined }));
accept('the clock of the client is 30 s ahead', await made({ iat: now + 30, exp: now + 330 }));
accept('the last second', await made({ iat: now - 299, exp: now + 1 }));
accept('nbf has come', await made({ nbf: now }));
accept('a part of a second', await made({ iat: now - 0.5, exp: now + 299.5 }));
accept('claims that nobody knows', await made({ sub: 'x', extension: { a: [1] } }));
const other = (fields) => made({ iss: 'https://other.example.org', ...fields }, { jku: undefined }, keys.stranger);
accept('another issuer with its own key of the same kid', await other({ tenant: 'north' }));
accept('one jti of two issuers', await other({ tenant: 'south', jti: 'jti-1' }));

const algorithm = 'its alg is not that of the key';
const pem = await exportSPKI(keys.ec.publicKey);
step('none', unsigned(headerOf({ alg: 'none' }), ''), 'its signature is missing');
step('none with a signature', unsigned(headerOf({ alg: 'none' }), 'AAAA'), algorithm);
step('None', unsigned(headerOf({ alg: 'None' }), 'AAAA'), algorithm);
step('HS384 keyed with the public key as PEM', withHmac(pem, 'HS384', 'sha384'), algorithm);
step('HS256 keyed with the public key as PEM', withHmac(pem, 'HS256', 'sha256'), algorithm);
step('HS384 keyed with the public key as JWK', withHmac(JSON.stringify(ecJwk), 'HS384', 'sha384'), algorithm);
step('HS384 with an empty secret', withHmac('', 'HS384', 'sha384'), algorithm);
step('RS256 by the key for RS384', await made({}, { alg: 'RS256', kid: 'rsa-1' }, await pair('RS256')), algorithm);
step('RS384 named for a key of ES384', await made({}, { alg: 'RS384', kid: 'ec-1' }, keys.rsa), algorithm);
step('ES384 named for an RSA key', await made({}, { kid: 'rsa-1' }), algorithm);
step('no alg', byHand(JSON.stringify({ kid: 'ec-1', typ: 'JWT' }), JSON.stringify(claimsOf())), algorithm);
step('alg in small letters', byHand(JSON.stringify(headerOf({ alg: 'es384' })), JSON.stringify(claimsOf())), algorithm);

const kid = 'its kid names no key';
step('a kid of nobody', await made({}, { kid: 'ec-2' }), kid);
step('no kid', await made({}, { kid: undefined }), kid);
step('a kid that is a path', await made({}, { kid: '../../../../dev/null' }), kid);
step('a kid that is an address', await made({}, { kid: 'https://attacker.example.org/key' }), kid);
step('a kid that is SQL', await made({}, { kid: "ec-1' OR '1'='1" }), kid);
step('a kid with a NUL', await made({}, { kid: 'ec-1\u0000' }), kid);
step('a kid that is a number', byHand(JSON.stringify(headerOf({ kid: 1 })), JSON.stringify(claimsOf())), kid);
step('a key of the wrong curve', await made({}, { alg: 'ES256', kid: 'p256' }, keys.p256), kid);

const signature = 'its signature is wrong';
const good = await made();
const [goodHeader, goodClaims, goodSignature] = parts(good);
step('another key', await made({}, {}, keys.stranger), signature);
step('another key that the header brings along', await made({}, { jwk: await exportJWK(keys.stranger.publicKey) }, keys.stranger), signature);
step('claims changed', `${goodHeader}.${base64url(JSON.stringify(claimsOf({ sub: 'admin' })))}.${goodSignature}`, signature);
step('header changed', `${base64url(JSON.stringify(headerOf({ typ: undefined })))}.${goodClaims}.${goodSignature}`, signature);
step('signature of another token', `${goodHeader}.${goodClaims}.${parts(await made())[2]}`, signature);
step('signature cut', `${goodHeader}.${goodClaims}.${goodSignature.slice(0, -4)}`, signature);
step('signature of zeros', `${goodHeader}.${goodClaims}.${Buffer.alloc(96).toString('base64url')}`, signature);
step('signature in DER', `${goodHeader}.${goodClaims}.${nodeSign('sha384', Buffer.from(`${goodHeader}.${goodClaims}`), keys.ec.privateKey).toString('base64url')}`, signature);
step('RSA signature cut', (await rsaMade()).slice(0, -2), signature);
step('RSA signature by SHA-256', await (async () => {
  const text = unsigned(headerOf({ alg: 'RS384', kid: 'rsa-1' }), '').slice(0, -1);
  return `${text}.${nodeSign('sha256', Buffer.from(text), keys.rsa.privateKey).toString('base64url')}`;
})(), signature);

step('the token whose parts were changed is itself good', good, '');
step('the same again', good, 'its jti was used before');
step('the same jti in another token', await made({ jti: 'jti-1' }), 'its jti was used before');
step('the same a minute later', good, 'its jti was used before', now + 60);
step('the same when it has expired', good, 'it has expired', now + 300);
step('the clock set back after it was forgotten', await (async () => {
  accept('a token that makes room', await made({ iat: now + 400, exp: now + 700 }), now + 400);
  return good;
})(), 'its jti was used before', now + 100);
step('no jti', await made({ jti: undefined, iat: now + 500, exp: now + 800 }), 'its jti is missing', now + 500);
step('an empty jti', await made({ jti: '', iat: now + 500, exp: now + 800 }), 'its jti is missing', now + 500);
step('a jti that is a number', await made({ jti: 7, iat: now + 500, exp: now + 800 }), 'its jti is missing', now + 500);
step('a jti of 257 bytes', await made({ jti: 'x'.repeat(257), iat: now + 500, exp: now + 800 }), 'its jti is missing', now + 500);

const audience = 'its aud is not the called address';
step('another aud', await made({ aud: 'https://stormkeel.example.org' }), audience);
step('aud with a slash at its end', await made({ aud: `${url}/` }), audience);
step('aud that begins with the address', await made({ aud: `${url}.attacker.example.org` }), audience);
step('aud in capitals', await made({ aud: url.replace('example', 'EXAMPLE') }), audience);
step('aud by http', await made({ aud: url.replace('https', 'http') }), audience);
step('aud of another service', await made(), audience, now, url.replace('order-sign', 'order-select'));
step('no aud', await made({ aud: undefined }), audience);
step('an empty list', await made({ aud: [] }), audience);
step('an object', await made({ aud: { a: url } }), audience);
step('a list with a number', await made({ aud: [url, 7] }), 'its aud holds what is no text');

step('expired by 1 s', await made({ iat: now - 300, exp: now - 1 }), 'it has expired');
step('expires now', await made({ iat: now - 300, exp: now }), 'it has expired');
step('iat 31 s in the future', await made({ iat: now + 31, exp: now + 300 }), 'its iat lies in the future');
step('lives 301 s', await made({ exp: now + 301 }), 'more than 5 minutes after its iat');
step('lives a day', await made({ exp: now + 86_400 }), 'more than 5 minutes after its iat');
step('exp before iat', await made({ iat: now + 20, exp: now + 10 }), 'does not lie after its iat');
step('nbf in the future', await made({ nbf: now + 31 }), 'its nbf lies in the future');
step('nbf that is a text', await made({ nbf: String(now) }), 'its nbf is no number');
step('no exp', await made({ exp: undefined }), 'its exp or iat is missing');
step('no iat', await made({ iat: undefined }), 'its exp or iat is missing');
step('exp that is a text', await made({ exp: String(now + 300) }), 'its exp or iat is missing');
const numbers = (exp) => byHand(JSON.stringify(headerOf()), JSON.stringify(claimsOf({ exp: 'X' })).replace('"X"', exp));
step('exp that no machine holds', numbers('1e400'), 'its exp or iat is missing');
step('exp in milliseconds', await made({ exp: (now + 300) * 1000 }), 'its exp or iat is missing');
step('exp null', numbers('null'), 'its exp or iat is missing');

step('an issuer of nobody', await made({ iss: 'https://attacker.example.org' }), 'its issuer is not registered');
step('no issuer', await made({ iss: undefined }), 'its issuer is not registered');
step('an issuer with a slash at its end', await made({ iss: `${issuer}/` }), 'its issuer is not registered');
step('a key of another issuer', await made({ iss: 'https://other.example.org', tenant: 'north' }, { jku: undefined }), signature);
step('a tenant of nobody', await other({ tenant: 'west' }), 'its tenant is not registered');
step('no tenant where some are registered', await other({}), 'its tenant is not registered');
step('a tenant that is a list', await other({ tenant: ['north'] }), 'its tenant is no text');

const place = 'its jku is not the registered one';
step('another jku', await made({}, { jku: 'https://attacker.example.org/jwks.json' }), place);
step('jku with a query', await made({}, { jku: `${jku}?x` }), place);
step('jku with a port', await made({}, { jku: jku.replace('.org', '.org:443') }), place);
step('jku of an issuer that has registered none', await made({ iss: 'https://other.example.org', tenant: 'north' }, {}, keys.stranger), place);
step('an empty jku', byHand(JSON.stringify(headerOf({ jku: '' })), JSON.stringify(claimsOf())), place);

const claims = JSON.stringify(claimsOf());
const header = JSON.stringify(headerOf());
step('a claim twice', byHand(header, claims.replace('{', `{"aud":"${url}",`)), 'its claims are no JSON object');
step('exp twice', byHand(header, claims.replace('{', `{"exp":${now + 9},`)), 'its claims are no JSON object');
step('alg twice', byHand(header.replace('{', '{"alg":"none",'), claims), 'its header is no JSON object');
step('a name twice by an escape', byHand(header, claims.replace('{', '{"is\\u0073":"x",')), 'its claims are no JSON object');
step('crit', byHand(JSON.stringify(headerOf({ crit: ['exp'] })), claims), 'its crit names');
step('a typ of another kind', await made({}, { typ: 'at+jwt' }), 'its typ is not JWT');
step('claims that are a list', byHand(header, '[]'), 'its claims are no JSON object');
step('claims that are no JSON', byHand(header, claims.slice(0, -1)), 'its claims are no JSON object');
step('claims with words behind them', byHand(header, `${claims} {}`), 'its claims are no JSON object');
step('claims that are no UTF-8', byHand(header, Buffer.from([0x7b, 0xff, 0x7d])), 'its claims are no JSON object');
step('plain base64 with padding', byHand(header, `${claims} `, (text) => Buffer.from(text).toString('base64')), 'no JSON object');
step('a blank in the header', ` ${good}`, 'its header is no JSON object');
step('a line end in the claims', good.replace('.', '.\n'), 'its claims are no JSON object');
step('bits to spare in the signature', sparedBits(await rsaMade()), 'its signature is missing or no base64url');
step('a comma in the signature', `${goodHeader}.${goodClaims}.,${goodSignature.slice(1)}`, 'no base64url');
step('nothing', '', 'it has not three parts');
step('two parts', `${goodHeader}.${goodClaims}`, 'it has not three parts');
step('four parts', `${good}.x`, 'it has not three parts');
step('five parts, as what is encrypted', `${good}.x.y`, 'it has not three parts');
step('only full stops', '..', 'its header is no JSON object');
step('longer than 8 KiB', await made({ extension: 'x'.repeat(6200) }), 'it is longer than 8 KiB');
step('deeply nested', byHand(header, `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`), 'its claims are no JSON object');

writeFileSync(process.argv[2], JSON.stringify({ issuers, vectors }));
console.log(`${vectors.length} tokens, ${vectors.filter((one) => one.why !== '').length} of them to be refused`);
