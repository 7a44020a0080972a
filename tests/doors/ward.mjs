// Starts the program as a ward on free ports, with data and a token of its own, for tests that call it from outside.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const started = /(http:\/\/127\.0\.0\.1:\d+)\nHL7 v2 over MLLP at 127\.0\.0\.1:(\d+)\n/;

// The two addresses the ward tells once it is ready.
function addressesOf(child) {
    return new Promise((done, failed) => {
        let told = '';
        child.stdout.on('data', (piece) => {
            told += piece;
            const found = told.match(started);
            if (found) done({ base: found[1], mllpPort: Number(found[2]) });
        });
        child.stderr.on('data', (piece) => (told += piece));
        child.on('exit', () => failed(new Error(`the ward ended: ${told}`)));
        setTimeout(() => failed(new Error(`the ward does not start: ${told}`)), 60_000).unref();
    });
}

// `base` is http://127.0.0.1:PORT, `token` that of a feed. `call` answers { status, fields, text, json }; a body that is
// no text goes as JSON. `stop` ends the ward and takes its data away.
export async function startWard(program) {
    const data = mkdtempSync(join(tmpdir(), 'stormkeel-doors-'));
    const words = ['token', 'add', 'feed', '--role', 'integration', '--data', data];
    const token = execFileSync(program, words).toString().trim();
    const child = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--mllp', '127.0.0.1:0']);
    const stop = () => {
        child.removeAllListeners('exit');
        child.kill('SIGKILL');
        rmSync(data, { recursive: true, force: true });
    };
    try {
        const { base, mllpPort } = await addressesOf(child);
        const call = async (method, path, body, type = 'application/json') => {
            const response = await fetch(base + path, {
                method,
                headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': type }) },
                body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
            });
            const text = await response.text();
            const isJson = /json/.test(response.headers.get('content-type') ?? '') && !/ndjson/.test(type);
            return { status: response.status, fields: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
        };
        return { base, mllpPort, token, data, call, stop };
    } catch (problem) {
        stop();
        throw problem;
    }
}

// Runs tests one after the other, tells each that fails, and ends the process: 0 when all are good.
export async function runTests(program, tests) {
    let failed = 0;
    for (const [name, test] of Object.entries(tests)) {
        let ward;
        try {
            ward = await startWard(program);
            await test(ward);
        } catch (problem) {
            failed += 1;
            console.log(`${name}:\n  ${problem.stack}`);
        }
        ward?.stop();
    }
    console.log(`${Object.keys(tests).length} tests, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
}
