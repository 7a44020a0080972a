// Grades generated Bundles with our CQL in the public engine and with the program: every grade has to be the same.
// usage: compare.mjs PROGRAM BUNDLES [SEED] [FOLDER]     a Bundle graded in two ways is kept in FOLDER (build/cql-differences)
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asOf, bundleOf } from './generate.mjs';
import { grader, grades } from './grade.mjs';
import { gradesOfProgram } from './program.mjs';

const [program, count, seed = '1', folder = 'build/cql-differences'] = process.argv.slice(2);
if (!(Number(count) > 0)) {
    console.error('usage: compare.mjs PROGRAM BUNDLES [SEED] [FOLDER]');
    process.exit(2);
}

const text = ({ crs, icans }) => `CRS ${crs.join('..')}, ICANS ${icans.join('..')}`;

const grade = await grader(readFileSync(new URL('AstctGrading.cql', import.meta.url), 'utf8'), asOf);
const progress = process.stderr.isTTY;
const answers = createHash('sha256');
const seen = { crs: new Map(), icans: new Map() };
let different = 0;

function keep(bundle, byCql, byProgram) {
    different += 1;
    if (different > 20) return;
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${bundle.entry[0].resource.id}.json`);
    writeFileSync(file, `${JSON.stringify(bundle, null, 1)}\n`);
    console.error(`${file} at ${asOf}: CQL says ${text(byCql)}; the program says ${text(byProgram)}`);
}

for (let from = 0; from < Number(count); from += 1000) {
    const bundles = [];
    for (let i = from; i < Math.min(from + 1000, Number(count)); i += 1) bundles.push(bundleOf(Number(seed), i));
    const ours = gradesOfProgram(program, bundles, asOf);
    for (const bundle of bundles) {
        const byCql = grades(await grade(bundle));
        const byProgram = ours.get(bundle.entry[0].resource.id) ?? { crs: ['no answer'], icans: ['no answer'] };
        if (text(byCql) !== text(byProgram)) keep(bundle, byCql, byProgram);
        answers.update(`${bundle.entry[0].resource.id} ${text(byCql)}\n`);
        for (const scale of ['crs', 'icans']) {
            const range = byCql[scale].join('..');
            seen[scale].set(range, (seen[scale].get(range) ?? 0) + 1);
        }
    }
    if (progress) process.stderr.write(`\r${from + bundles.length} Bundles `);
}
if (progress) process.stderr.write('\r');

// Bundles that never reach a grade would agree about nothing.
let missing = 0;
for (const scale of ['crs', 'icans']) {
    const ranges = [...seen[scale]].sort();
    console.log(`${scale.toUpperCase()}: ${ranges.map(([range, times]) => `${range} ${times}`).join(', ')}`);
    for (const sure of ['0..0', '1..1', '2..2', '3..3', '4..4']) {
        if (seen[scale].has(sure)) continue;
        console.error(`no Bundle is graded ${scale.toUpperCase()} ${sure}: generate more of them`);
        missing += 1;
    }
}
console.log(`${count} Bundles, seed ${seed}: ${different === 0 ? 'identical grades' : `${different} graded differently`}; answers sha256:${answers.digest('hex')}`);
process.exit(different + missing === 0 ? 0 : 1);
