// Runs the program over many Bundles at once and gives its grades by patient.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function gradesOfProgram(program, bundles, asOf) {
    const folder = mkdtempSync(join(tmpdir(), 'stormkeel-cql-'));
    try {
        const file = join(folder, 'bundles.ndjson');
        writeFileSync(file, bundles.map((bundle) => `${JSON.stringify(bundle)}\n`).join(''));
        const options = { encoding: 'utf8', maxBuffer: 2 ** 31 - 1, stdio: ['ignore', 'pipe', 'ignore'] };
        const lines = execFileSync(program, ['assess', '--format', 'json', '--at', asOf, file], options).trim().split('\n');
        const found = new Map();
        for (const line of lines) {
            const { patient, crs, icans } = JSON.parse(line);
            found.set(patient, { crs: [crs.at_least, crs.at_most], icans: [icans.at_least, icans.at_most] });
        }
        return found;
    } finally {
        rmSync(folder, { recursive: true });
    }
}
