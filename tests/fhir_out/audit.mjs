// node audit.mjs PROGRAM: what a ward exports of its audit passes the public validators, and what is broken does not.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Gate } from './judge.mjs';

const program = process.argv[2];
const data = mkdtempSync(join(tmpdir(), 'stormkeel-audit-events-'));
const password = 'seven quiet herons';
const run = (words, input = '') => execFileSync(program, [...words, '--data', data], { input, encoding: 'utf8' });
for (const [name, role] of [['ada', 'admin'], ['ina', 'auditor'], ['nora', 'nurse']]) run(['user', 'add', name, '--role', role], `${password}\n`);
const ward = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });

async function addressOf() {
  for await (const line of createInterface({ input: ward.stdout })) {
    const found = line.match(/http:\/\/127\.0\.0\.1:\d+/);
    if (found) return found[0];
  }
  throw new Error('the ward did not start');
}

async function signIn(address, name) {
  const response = await fetch(`${address}/session`, { method: 'POST', body: JSON.stringify({ name, password }) });
  assert.equal(response.status, 200);
  const { csrf_token: token } = await response.json();
  return { Cookie: response.headers.get('set-cookie').split(';')[0], 'X-CSRF-Token': token };
}

try {
  const address = await addressOf();
  const nora = await signIn(address, 'nora');
  const facts = [{ time: new Date(Date.now() - 3_600_000).toISOString(), item: 'temperature', value: 38.6, unit: 'Cel' }];
  await fetch(`${address}/api/patients/p1/facts`, { method: 'POST', headers: { ...nora, 'Content-Type': 'application/json' }, body: JSON.stringify({ facts }) });
  await fetch(`${address}/api/patients/p1/assessment`, { headers: nora });
  await fetch(`${address}/session`, { method: 'POST', body: JSON.stringify({ name: 'nora', password: 'nine loud herons' }) });
  await fetch(`${address}/session`, { method: 'DELETE', headers: nora });
  const ina = await signIn(address, 'ina');
  const response = await fetch(`${address}/api/audit/export.ndjson`, { headers: ina });
  assert.equal(response.status, 200);
  const lines = (await response.text()).trim().split('\n');
  const gate = new Gate();
  lines.forEach((line, i) => gate.take(line, `line ${i + 1}`));
  for (const { where, by, why } of gate.found) console.error(`${where}: ${by}: ${why.join('; ')}`);
  assert.deepEqual(gate.found, []);
  assert.ok(gate.different >= 5, `${gate.different} kinds`);
  const events = lines.map((line) => JSON.parse(line));
  for (const code of ['110114', '110110', '110113', '110101']) assert.ok(events.some((one) => one.type.code === code), code);
  assert.equal(events.find((one) => one.outcomeDesc === 'sign-in failed').outcome, '4');
  assert.ok(events.filter((one) => one.outcomeDesc === 'read').every((one) => /^[0-9a-f]{32}$/.test(one.entity[0].what.identifier.value)));
  for (const broken of [{ type: undefined }, { recorded: 'yesterday' }, { agent: [] }, { outcome: 5 }, { source: undefined }]) {
    const judge = new Gate();
    judge.take(JSON.stringify({ ...events[0], ...broken }), 'broken');
    assert.ok(judge.found.length > 0, `${JSON.stringify(broken)} is noticed`);
  }
  console.log(`${lines.length} AuditEvents, ${gate.different} of them different, no objections`);
} finally {
  ward.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
}
