// node gate.mjs FILE...: accepts files of one Bundle or resource a line only if every resource in them is good.
import { readFileSync } from 'node:fs';
import { Gate } from './judge.mjs';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: node gate.mjs FILE...   (one Bundle or resource a line; - is standard input)');
  process.exit(2);
}

const gate = new Gate();
for (const file of files) {
  const lines = readFileSync(file === '-' ? 0 : file, 'utf8').split('\n');
  lines.forEach((line, index) => line === '' || gate.take(line, `${file} line ${index + 1}`));
}

for (const { where, type, by, why } of gate.found.slice(0, 20)) console.error(`${where} ${type}: ${by}: ${why.join('; ')}`);
console.log(`${gate.resources} resources in ${gate.bundles} Bundles, ${gate.different} of them different, ${gate.found.length} objections`);
console.log([...gate.types].sort().map(([type, count]) => `${type} ${count}`).join(', '));
process.exit(gate.found.length === 0 && gate.bundles > 0 ? 0 : 1);
