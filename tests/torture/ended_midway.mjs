// node ended_midway.mjs PROGRAM: a ward that is told to end (SIGTERM) while half a body has been sent: it answers, ends
// with 0, and keeps what it answered for and no half of anything.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'stormkeel-midway-'));
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const running = new Set();

async function start(data) {
    const child = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
    running.add(child);
    let said = '';
    for await (const piece of child.stdout) {
        said += piece;
        const found = said.match(/http:\/\/127\.0\.0\.1:(\d+)\n/);
        if (found) return { child, port: Number(found[1]), ended: once(child, 'exit').then(([status, signal]) => status ?? signal) };
    }
    throw new Error(`the ward does not start: ${said}`);
}

// A connection; `answer` is all that comes until it is closed.
function opened(port) {
    const socket = connect(port, '127.0.0.1');
    let said = '';
    socket.on('data', (piece) => (said += piece));
    socket.on('error', () => {});
    return { socket, answer: new Promise((done) => socket.on('close', () => done(said))) };
}

const body = JSON.stringify({ facts: [{ time: '2026-03-03T10:00:00Z', item: 'temperature', value: 38.6, unit: 'Cel' }] });
const half = body.length / 2;
const head = (token, patient) =>
    `POST /api/patients/${patient}/facts HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${body.length}\r\n\r\n`;

async function within(seconds, promise, what) {
    let timer;
    const late = new Promise((_, failed) => (timer = setTimeout(() => failed(new Error(`${what}: not within ${seconds} s`)), seconds * 1000)));
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

let status = 1;
try {
    const data = join(folder, 'data');
    const token = execFileSync(program, ['token', 'add', 'feed', '--role', 'integration', '--data', data], { encoding: 'utf8' }).trim();
    const { child, port, ended } = await start(data);
    const goesOn = opened(port);
    const stops = opened(port);
    for (const [{ socket }, patient] of [[goesOn, 'goes-on'], [stops, 'stops']]) {
        socket.write(head(token, patient) + body.slice(0, half));
    }
    await pause(300);
    const began = Date.now();
    child.kill('SIGTERM');
    await pause(100);
    goesOn.socket.write(body.slice(half));
    const exit = await within(45, ended, 'its end');
    const seconds = (Date.now() - began) / 1000;
    const [whole, cut] = [await within(5, goesOn.answer, 'the answer'), await within(5, stops.answer, 'the end of the other')];
    const first = (text) => text.split('\r\n')[0] || '(nothing)';
    console.log(`ended with ${exit} after ${seconds.toFixed(1)} s; whose body came: ${first(whole)}; whose body did not: ${first(cut)}`);
    assert.equal(exit, 0);
    assert.match(whole, /^HTTP\/1\.1 200 /, 'what was under way is answered');
    // Who never sends the rest holds up the end for 10 s, and is then told so or cut off.
    assert.match(cut, /^(HTTP\/1\.1 (408|503) .*)?$/s, 'whose body did not come is not told that it was kept');
    assert.ok(seconds < 30, 'who sends half a body does not keep a ward from its end');

    const again = await start(data);
    const board = await (await fetch(`http://127.0.0.1:${again.port}/api/ward`, { headers: { Authorization: `Bearer ${token}` } })).json();
    assert.deepEqual(board.map((row) => row.patient), ['goes-on'], 'what was answered for is kept, and nothing else');
    again.child.kill('SIGTERM');
    assert.equal(await again.ended, 0);
    status = 0;
} catch (problem) {
    console.log(problem.stack);
}
for (const child of running) child.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });
process.exit(status);
