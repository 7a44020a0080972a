// node served.mjs PROGRAM FOLDER: what a running ward answers over FHIR passes the public validators and the unit check:
// what it can do, the answers to all ways of sending, every type it tells of every patient, and each kind of refusal.
// FOLDER holds the examples of patients, as Bundles and as charts.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startWard } from '../doors/ward.mjs';
import { bundle, illPatient, patient, put, temperature } from '../fhir_client/resources.mjs';
import { byUnits } from './units.mjs';
import { byFhir, byMedplum, bySchema } from './validators.mjs';

const [program, examples] = process.argv.slice(2);
const validators = { Medplum: byMedplum, fhir: byFhir, ajv: bySchema };
const objections = [];
const seen = new Map(); // how many resources of each type were judged
let calls = 0;

function judge(where, resource, checks = validators) {
  const type = resource?.resourceType;
  seen.set(type, (seen.get(type) ?? 0) + 1);
  for (const [by, validate] of Object.entries(checks)) {
    const why = validate(resource);
    if (why.length > 0) objections.push({ where, type, by, why });
  }
}

// What others have sent carries units of their own choice.
function judgeAll(where, body, own) {
  judge(where, body);
  for (const { resource, response } of body.entry ?? []) {
    if (resource) judge(where, resource, own ? { ...validators, units: byUnits } : validators);
    if (response?.outcome) judge(where, response.outcome);
  }
}

// `own`: the body tells resources of the ward's own making, whose units are ours.
async function ask(ward, [method, path, body, type = 'application/fhir+json'], status, { token = ward.token, fields = {}, own = false } = {}) {
  calls += 1;
  const response = await fetch(ward.base + path, {
    method,
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { 'Content-Type': type }), ...fields },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const where = `${method} ${path} ${response.status}`;
  assert.ok([status].flat().includes(response.status), `${where}, not ${status}: ${text.slice(0, 300)}`);
  assert.match(response.headers.get('content-type') ?? '', /^application\/fhir\+json/, where);
  const read = JSON.parse(text);
  if (!response.ok) assert.equal(read.resourceType, 'OperationOutcome', where);
  judgeAll(where, read, own);
  return read;
}

async function sends(ward) {
  const files = readdirSync(examples);
  for (const name of files.filter((one) => one.endsWith('.json'))) {
    await ask(ward, ['POST', '/fhir', readFileSync(join(examples, name), 'utf8')], [200, 201]);
  }
  const answers = [];
  for (const type of ['transaction', 'batch', 'collection', 'message']) {
    const bad = temperature(`${type}-bad`, `Patient/${type}`, 38.6);
    bad.valueQuantity.code = 'mm[Hg]';
    const entries = illPatient(type).map(put);
    if (type !== 'transaction') entries.push(put(bad));
    answers.push(await ask(ward, ['POST', '/fhir', bundle(type, entries)], 200));
    answers.push(await ask(ward, ['POST', '/fhir', bundle(type, entries)], 200));
  }
  assert.ok(answers.some((one) => one.entry.some((entry) => entry.response?.outcome)), 'an entry that is refused says why');
  const lines = [...illPatient('lines').map((one) => JSON.stringify(one)), '{"resourceType":'].join('\n');
  await ask(ward, ['POST', '/fhir', lines, 'application/fhir+ndjson'], 200);
  await ask(ward, ['POST', '/fhir/Patient', patient('created')], 201);
  await ask(ward, ['PUT', '/fhir/Patient/created', patient('created')], 200);
  await ask(ward, ['POST', '/fhir', bundle('transaction', [{ request: { method: 'DELETE', url: 'Observation/batch-temperature' } }])], 200);
}

const mebibyte = 1024 * 1024;

async function refuses(ward) {
  const good = temperature('t1', 'Patient/p1', 38.6);
  const versioned = (value) => ({ ...temperature('t3', 'Patient/p1', value), meta: { versionId: '1' } });
  const wrongUnit = { ...good, valueQuantity: { ...good.valueQuantity, code: 'mm[Hg]' } };
  await ask(ward, ['POST', '/fhir/Observation', versioned(38.6)], 201);
  const refused = [
    [['POST', '/fhir', '{"resourceType":'], 400],
    [['POST', '/fhir', '[]'], [400, 422]],
    [['POST', '/fhir', '<Observation/>', 'application/fhir+xml'], 415],
    [['POST', '/fhir/Patient', good], 422],
    [['POST', '/fhir/Observation', wrongUnit], 422],
    [['POST', '/fhir', bundle('transaction', [put(good), put(wrongUnit)])], 422],
    [['POST', '/fhir', { resourceType: 'Bundle', entry: [] }], [400, 422]],
    [['PUT', '/fhir/Observation/t2', good], 400],
    [['POST', '/fhir/Observation', versioned(37)], 409],
    [['PUT', '/fhir/Observation/t3', versioned(37)], 409],
    [['PUT', '/fhir/Observation/t3', good, undefined], 412, { fields: { 'If-Match': 'W/"9"' } }],
    [['POST', '/fhir', 'x'.repeat(17 * mebibyte)], 413],
    [['GET', '/fhir/Observation/none'], 404],
    [['GET', '/fhir/Observation/batch-temperature'], 410],
    [['GET', '/fhir/Nothing/1'], [400, 404]],
    [['GET', '/fhir/Observation?code=8310-5'], 400],
    [['GET', '/fhir/Observation?patient=p1&_count=many'], 400],
    [['GET', '/fhir/Observation?patient=p1', undefined], 401, { token: '' }],
    [['POST', '/fhir', good], 401, { token: '0'.repeat(64) }],
    [['DELETE', '/fhir/Observation/t3'], [404, 405]],
    [['GET', '/fhir'], [404, 405]],
  ];
  for (const [call, status, who] of refused) {
    try {
      await ask(ward, call, status, who);
    } catch (problem) {
      objections.push({ where: call.slice(0, 2).join(' '), type: 'OperationOutcome', by: 'answer', why: [problem.message] });
    }
  }
}

// Every type, of every patient, in pages of 7, and each resource read by its id.
async function tells(ward) {
  const capability = await ask(ward, ['GET', '/fhir/metadata'], 200, { token: '' });
  const board = (await ward.call('GET', '/api/ward')).json.map((row) => row.patient);
  assert.ok(board.length >= 8, `${board.length} patients`);
  const sent = new Set(['Patient', 'Observation', 'Encounter', 'MedicationAdministration', 'Procedure', 'AllergyIntolerance', 'Condition', 'Medication']);
  for (const { type } of capability.rest[0].resource) {
    for (const id of board) {
      const asked = type === 'Patient' ? `_id=${id}` : `patient=${encodeURIComponent(id)}`;
      let next = `/fhir/${type}?${asked}&_count=7`;
      while (next) {
        const page = await ask(ward, ['GET', next], 200, { own: !sent.has(type) });
        for (const { resource } of (page.entry ?? []).slice(0, 2)) await ask(ward, ['GET', `/fhir/${type}/${resource.id}`], 200);
        const link = page.link?.find((one) => one.relation === 'next')?.url;
        next = link && new URL(link, `${ward.base}/fhir/`).href.slice(ward.base.length);
      }
    }
  }
}

// Nothing that is broken may pass for good.
function noticesWhatIsBroken(capability) {
  const before = objections.length;
  judgeAll('broken', { ...capability, kind: 'thing' });
  judgeAll('broken', { resourceType: 'OperationOutcome', issue: [] });
  judgeAll('broken', { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: { resourceType: 'Flag', status: 'active' } }] });
  const noticed = new Set(objections.slice(before).map((one) => one.type));
  objections.length = before;
  for (const type of ['CapabilityStatement', 'Flag', 'OperationOutcome']) assert.ok(noticed.has(type), `a broken ${type} is noticed`);
}

const ward = await startWard(program);
let status = 1;
try {
  await sends(ward);
  await refuses(ward);
  await tells(ward);
  noticesWhatIsBroken(await ask(ward, ['GET', '/fhir/metadata'], 200));
  const told = new Map();
  for (const { where, type, by, why } of objections) {
    const key = `${type}: ${by}: ${why.join('; ')}`;
    if (!told.has(key)) told.set(key, where);
  }
  for (const [key, where] of [...told].slice(0, 30)) console.log(`${where} ${key}`);
  console.log(`${calls} calls; ${[...seen].sort().map(([type, count]) => `${type} ${count}`).join(', ')}; ${objections.length} objections`);
  for (const type of ['CapabilityStatement', 'OperationOutcome', 'Bundle', 'Observation', 'RequestGroup', 'Task', 'Flag', 'Provenance', 'RiskAssessment']) {
    assert.ok(seen.has(type), `no ${type} was seen`);
  }
  status = objections.length === 0 ? 0 : 1;
} catch (problem) {
  console.log(problem.stack);
}
ward.stop();
process.exit(status);
