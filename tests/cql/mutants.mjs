// Changes our CQL in one place at a time: the comparison must see each change on the same generated Bundles.
// usage: mutants.mjs PROGRAM BUNDLES [SEED]
import { readFileSync } from 'node:fs';
import { asOf, bundleOf } from './generate.mjs';
import { grader, grades } from './grade.mjs';
import { gradesOfProgram } from './program.mjs';

const changes = [
    ['fever from 38.1', 'if celsius then 38.0 else 100.4', 'if celsius then 38.1 else 100.4'],
    ['fever above 38.0 in Fahrenheit', 'if celsius then 38.0 else 100.4', 'if celsius then 38.0 else 100.5'],
    ['fever counts at 24 h', 'where T.ago < "Day" return all T.febrile', 'where T.ago <= "Day" return all T.febrile'],
    ['vital signs of 4 h 29', 'define "Vital Sign Age": 16200', 'define "Vital Sign Age": 16140'],
    ['examination of 12 h 31', 'define "Examination Age": 45000', 'define "Examination Age": 45060'],
    ['a drug before the onset hides fever', 'where D.ago < "Onset"', 'where D.ago > 0'],
    ['no drug hides fever', '("Fever" or "Masked")', '"Fever"'],
    ['adult systolic 91', 'when SystolicBelow(90) is true or', 'when SystolicBelow(91) is true or'],
    ['derived mean left out', 'or "Derived Mean Below" is true then true', 'then true'],
    ['children like adults', 'when "Years" >= 1 then SystolicBelow(70 + 2 * "Years")', 'when "Years" >= 1 then SystolicBelow(90)'],
    ['vasopressin counts as one of two', '\'terlipressin\' }\n', '\'terlipressin\', \'vasopressin\' }\n'],
    ['inotropes count', '\'terlipressin\' }\n', '\'terlipressin\', \'dobutamine\', \'milrinone\' }\n'],
    ['silence means no vasopressor', 'not "Drugs Recorded" or \'?\' in "Running"', '\'?\' in "Running"'],
    ['an unknown drug is none', 'not "Drugs Recorded" or \'?\' in "Running"', 'not "Drugs Recorded"'],
    ['a rate of 0 runs', 'Coalesce(rate = 0, false) or', ''],
    ['6 L/min is high flow', 'Above(value, P.comparator, 6)', 'Above(value, P.comparator, 5.95)'],
    ['an unknown flow is low', 'if "High Flow" is false then 2 else 3', 'if "High Flow" is true then 3 else 2'],
    ['a flow outlives its device', 'F.ago <= (if', 'F.ago <= 999999 + (if'],
    ['a device holds for ever', '"Last Device" > "Day" then null', '"Last Device" > 8640000 then null'],
    ['saturation 90 is low', 'P.comparator, 90)', 'P.comparator, 91)'],
    ['comparators are passed over', 'when comparator in { \'>\', \'>=\' } then if value >= limit then true else null', 'when comparator in { \'>\', \'>=\' } then null'],
    ['entered in error counts', '{ \'final\', \'amended\', \'corrected\', \'preliminary\' }', '{ \'final\', \'amended\', \'corrected\', \'preliminary\', \'entered-in-error\' }'],
    ['ICE 9 is none', '"ICE" is null or "ICE" = 10 then 0', '"ICE" is null or "ICE" >= 9 then 0'],
    ['ICE 0 is never 4', 'when "ICE" = 0 and "Consciousness" is null then 4', 'when "ICE" = 0 and "Consciousness" is null then 3'],
    ['CAPD 9 is grade 1', 'when "CAPD" >= 9 then 3\n      else 1', 'when "CAPD" >= 10 then 3\n      else 1'],
    ['sedated passed over', 'if "Sedated" or not "Examined" or', 'if not "Examined" or'],
];

const [program, count, seed = '1'] = process.argv.slice(2);
const library = readFileSync(new URL('AstctGrading.cql', import.meta.url), 'utf8');
const bundles = Array.from({ length: Number(count) }, (_, i) => bundleOf(Number(seed), i));
const ours = gradesOfProgram(program, bundles, asOf);

async function differs(text) {
    const grade = await grader(text, asOf);
    for (const bundle of bundles) {
        const byProgram = ours.get(bundle.entry[0].resource.id);
        if (JSON.stringify(grades(await grade(bundle))) !== JSON.stringify(byProgram)) return bundle.entry[0].resource.id;
    }
    return null;
}

let unseen = 0;
for (const [name, from, to] of changes) {
    if (!library.includes(from)) throw new Error(`${name}: the library no longer says "${from}"`);
    const first = await differs(library.replace(from, () => to));
    if (first === null) unseen += 1;
    console.log(`${first === null ? 'NOT SEEN' : `seen at ${first}`}: ${name}`);
}
console.log(`${changes.length - unseen} of ${changes.length} changes of the CQL are seen in ${count} Bundles, seed ${seed}`);
process.exit(unseen === 0 ? 0 : 1);
