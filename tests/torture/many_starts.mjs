// node many_starts.mjs PROGRAM COUNT: so many starts on one data folder at once: exactly one serves, and each other ends
// with 75 and says why. First on an empty folder, then on what the one before has left by a kill, which is whole.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.argv[2];
const count = Number(process.argv[3]);
const temporarily = 75; // EX_TEMPFAIL: another process has the data
const running = new Set();

// { address } of one that serves, or { status, said } of one that has ended.
function start(data) {
    const child = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let said = '';
    return new Promise((done) => {
        child.stderr.on('data', (piece) => (said += piece));
        child.stdout.on('data', (piece) => {
            said += piece;
            const found = said.match(/(http:\/\/127\.0\.0\.1:\d+)\n/);
            if (found) done({ child, address: found[1] });
        });
        child.on('close', (status, signal) => {
            running.delete(child);
            done({ status: status ?? signal, said });
        });
    });
}

const ended = (child) => new Promise((done) => child.on('close', (status, signal) => done(status ?? signal)));

async function round(data, token, patient) {
    const all = await Promise.all(Array.from({ length: count }, () => start(data)));
    const serving = all.filter((one) => one.address);
    const others = all.filter((one) => !one.address);
    assert.equal(serving.length, 1, `${serving.length} of ${count} serve: ${JSON.stringify(others.slice(0, 2))}`);
    const [{ child, address }] = serving;
    for (const { status, said } of others) {
        assert.equal(status, temporarily, said);
        assert.match(said, /another|already|other process/i, said);
    }
    assert.equal((await fetch(`${address}/healthz`)).status, 200);
    const facts = [{ time: '2026-03-03T10:00:00Z', item: 'temperature', value: 38.6, unit: 'Cel' }];
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(`${address}/api/patients/${patient}/facts`, { method: 'POST', headers, body: JSON.stringify({ facts }) });
    assert.equal(answer.status, 200, await answer.text());
    const board = await (await fetch(`${address}/api/ward`, { headers })).json();
    return { child, patients: board.map((row) => row.patient).sort(), others: others.length };
}

const folder = mkdtempSync(join(tmpdir(), 'stormkeel-starts-'));
let status = 1;
try {
    const data = join(folder, 'data');
    const empty = join(folder, 'empty');
    const token = execFileSync(program, ['token', 'add', 'feed', '--role', 'integration', '--data', data], { encoding: 'utf8' }).trim();
    // Nothing is there yet: all of them would make the store.
    const made = await Promise.all(Array.from({ length: count }, () => start(empty)));
    assert.equal(made.filter((one) => one.address).length, 1, 'of those on an empty folder one serves');
    const wrong = made.filter((one) => !one.address && one.status !== temporarily);
    assert.deepEqual(wrong, [], 'each other ends with 75');
    const [{ child: first }] = made.filter((one) => one.address);
    first.kill('SIGTERM');
    assert.equal(await ended(first), 0);

    const one = await round(data, token, 'p1');
    one.child.kill('SIGKILL');
    await ended(one.child);
    const two = await round(data, token, 'p2');
    assert.deepEqual(two.patients, ['p1', 'p2']);
    two.child.kill('SIGTERM');
    assert.equal(await ended(two.child), 0);
    execFileSync(program, ['verify', '--data', data], { stdio: 'pipe' });
    console.log(`three times ${count} starts at once: one serves, ${one.others} end with ${temporarily}; what is kept is verified`);
    status = 0;
} catch (problem) {
    console.log(problem.stack);
}
for (const child of running) child.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });
process.exit(status);
