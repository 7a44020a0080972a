// node set_clock.mjs PROGRAM: a served ward whose wall clock is set forward and back (libfaketime, package faketime),
// and that stands still for a while: each clock of an alert runs out once, and says how late; the step is told.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const program = process.argv[2];
const library = [process.arch === 'x64' ? 'x86_64' : 'aarch64']
    .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
    .find(existsSync);
if (!library) {
    console.log('libfaketime is missing: apt-get install faketime');
    process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'stormkeel-clock-'));
const data = join(folder, 'data');
const offsets = join(folder, 'offset');
const environment = {
    ...process.env,
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: offsets,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DONT_RESET: '1',
};
let ward;
let address;
let token;

// Against the machine's own clock; the file is read at every question for the time.
let offset = 0;
function set(seconds) {
    offset = seconds;
    writeFileSync(offsets, `${seconds < 0 ? '' : '+'}${seconds}\n`);
}
const now = () => new Date(Date.now() + offset * 1000);
const before = (seconds) => new Date(now().getTime() - seconds * 1000).toISOString();

async function start() {
    ward = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
    address = await new Promise((done, failed) => {
        ward.stdout.on('data', (piece) => {
            const found = String(piece).match(/(http:\/\/127\.0\.0\.1:\d+)\n/);
            if (found) done(found[1]);
        });
        ward.on('close', (status) => failed(new Error(`the ward ended with ${status}`)));
    });
}

async function ask(path, body) {
    const answer = await fetch(address + path, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${token}` },
        body: body && JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
}

// All alert events so far, oldest first.
async function alerts() {
    const answer = await fetch(`${address}/api/events`, { headers: { authorization: `Bearer ${token}`, 'last-event-id': '0' } });
    const reader = answer.body.getReader();
    let text = '';
    for (const end = Date.now() + 3000; Date.now() < end && !text.includes('event: heartbeat');) {
        const { value, done } = await reader.read();
        if (done) break;
        text += new TextDecoder().decode(value);
    }
    await reader.cancel();
    return text.split('\n\n').filter((one) => one.includes('event: alert')).map((one) => JSON.parse(one.match(/^data: (.*)$/m)[1]));
}

async function until(what, holds, seconds = 15) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await wait(200)) {
        const found = await holds();
        if (found) return found;
    }
    assert.fail(`${what}: not within ${seconds} s`);
}

const suspect = async () => (await ask('/api/technical')).technical.find((one) => one.condition === 'CLOCK_SUSPECT' || one.condition === 'clock');
const ill = (patient) =>
    ask(`/api/patients/${patient}/facts`, {
        facts: [
            { time: before(86400 * 2), item: 'therapy', value: 'axicabtagene_ciloleucel' },
            { time: before(600), item: 'temperature', value: 38.6, unit: 'Cel' },
            { time: before(300), item: 'rate:norepinephrine', value: '0.05', unit: 'ug/kg/min' },
        ],
    });
const of = (all, patient, told) => all.filter((one) => one.patient === patient && one.priority === 'high' && one.told === told);

let status = 1;
try {
    set(0);
    token = execFileSync(program, ['token', 'add', 'feed', '--role', 'integration', '--data', data], { encoding: 'utf8' }).trim();
    await start();
    await ill('p1');
    const raised = (await alerts()).filter((one) => one.patient === 'p1' && one.priority === 'high');
    assert.ok(raised.length > 0, 'the alert is raised');
    assert.equal(await suspect(), undefined, 'a clock that nobody set is trusted');

    // Forward by an hour: the step is told, and who waits for an answer is told on, once.
    set(3600);
    await until('a clock that was set forward is suspect', suspect);
    const later = await until('the third step', async () => {
        const all = await alerts();
        return of(all, 'p1', 3).length > 0 && all;
    });
    for (const { id } of raised) {
        for (const told of [2, 3]) {
            const times = later.filter((one) => one.id === id && one.told === told && one.state === 'raised');
            assert.ok(times.length <= 1, `alert ${id} was told on to step ${told} ${times.length} times`);
        }
    }
    const answer = await ask('/api/patients/p1/assessment');
    assert.ok(answer.clock_doubt_minutes >= 59 && answer.clock_doubt_minutes <= 61, `a doubt of ${answer.clock_doubt_minutes} min`);

    // Back to where it was: it is trusted again, and nothing of before is told once more.
    set(0);
    await until('a clock that was set back is trusted', async () => (await suspect())?.over ?? true);
    const count = (await alerts()).filter((one) => one.patient === 'p1' && one.state === 'raised').length;
    await wait(3000);
    assert.equal((await alerts()).filter((one) => one.patient === 'p1' && one.state === 'raised').length, count);

    // Behind: facts of the present are not of the future, and alerts come.
    set(-7200);
    await until('a clock that was set behind is suspect', async () => { const one = await suspect(); return one && !one.over; });
    await ill('p2');
    assert.ok((await alerts()).some((one) => one.patient === 'p2' && one.priority === 'high'), 'an alert of a ward whose clock is behind');
    set(0);
    await until('and is trusted again', async () => (await suspect())?.over ?? true);

    // It stands still while a clock runs out: 2 min after an alert of high priority the next are told.
    await ill('p3');
    const [first] = await until('an alert', async () => { const all = of(await alerts(), 'p3', 1); return all.length > 0 && all; });
    await wait(108000);
    ward.kill('SIGSTOP');
    await wait(20000);
    ward.kill('SIGCONT');
    const [told] = await until('the next are told', async () => { const all = of(await alerts(), 'p3', 2).filter((one) => one.id === first.id); return all.length > 0 && all; });
    await wait(3000);
    assert.equal(of(await alerts(), 'p3', 2).filter((one) => one.id === first.id).length, 1, 'once');
    assert.ok(told.late_by_seconds >= 4 && told.late_by_seconds <= 12, `it says that it was late by ${told.late_by_seconds} s`);
    assert.ok((await suspect())?.over ?? true, 'a ward that stood still has no clock in doubt');

    ward.removeAllListeners('close');
    ward.kill('SIGTERM');
    await new Promise((done) => ward.on('close', done));
    execFileSync(program, ['verify', '--data', data], { stdio: 'pipe' });
    console.log(`Clock set by +3600, -3600, -7200 and +7200 s and stopped for 20 s: steps told 2, alerts told on once each, late by ${told.late_by_seconds} s, wrong 0.`);
    status = 0;
} catch (problem) {
    console.log(problem.stack);
}
ward?.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });
process.exit(status);
