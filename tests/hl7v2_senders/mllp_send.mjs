// mllp_send of python-hl7: sends framed messages from a file, one after the other on one connection.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

// The acknowledgements of all messages, which are text or bytes; the program is the test's second argument.
export async function mllpSend(port, ...messages) {
    const folder = mkdtempSync(join(tmpdir(), 'stormkeel-mllp-'));
    try {
        const file = join(folder, 'messages');
        writeFileSync(file, Buffer.concat(messages.flatMap((one) => [Buffer.from('\x0b'), Buffer.from(one), Buffer.from('\x1c\r')])));
        const words = ['--file', file, '--port', String(port), '127.0.0.1'];
        const { stdout } = await promisify(execFile)(process.argv[3], words, { timeout: 20_000 });
        return stdout;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
