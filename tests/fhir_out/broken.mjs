// node broken.mjs FILE: breaks good resources of the file in every way a validator may overlook, and the gate must see
// each, by just the validators that can.
import { readFileSync } from 'node:fs';
import { Gate } from './judge.mjs';

const [file] = process.argv.slice(2);
const bundles = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').slice(0, 200);
// The first Bundle with a resource of this kind, and the place of it.
const first = (type, fits = () => true) => {
  for (const line of bundles) {
    const place = JSON.parse(line).entry.findIndex(({ resource }) => resource.resourceType === type && fits(resource));
    if (place >= 0) return { line, place };
  }
  throw new Error(`${file} holds no such ${type}`);
};

const graded = first('Observation', (o) => o.valueInteger !== undefined);
const open = first('Observation', (o) => o.dataAbsentReason !== undefined);
const infused = first('MedicationRequest', (m) => m.dosageInstruction?.[0].timing?.repeat?.duration && m.dosageInstruction[0].doseAndRate);
const group = first('RequestGroup');
const task = first('Task');

// What is broken, the resource it is done to, how, and who sees it.
const variants = [
  ['no status', graded, (r) => delete r.status, ['Medplum', 'fhir']],
  ['no intent', infused, (r) => delete r.intent, ['Medplum', 'fhir']],
  ['a status that is none', graded, (r) => (r.status = 'draft'), ['fhir', 'ajv']],
  ['an intent that is none', infused, (r) => (r.intent = 'wish'), ['fhir']],
  ["durationUnit 'hr'", infused, (r) => (r.dosageInstruction[0].timing.repeat.durationUnit = 'hr'), ['ajv']],
  ['a property that is none', graded, (r) => (r.grade = 2), ['Medplum', 'fhir', 'ajv']],
  ['two value[x]', graded, (r) => (r.valueString = '2'), ['Medplum']],
  ['two medication[x]', infused, (r) => (r.medicationReference = { reference: 'Medication/m1' }), ['Medplum']],
  ['a day that is none', graded, (r) => (r.effectiveDateTime = '2026-13-40T10:00:00Z'), ['Medplum', 'ajv']],
  ['a number as a text', graded, (r) => (r.valueInteger = '2'), ['Medplum', 'fhir', 'ajv']],
  ['a value and why there is none (obs-6)', open, (r) => (r.valueInteger = 2), ['Medplum']],
  ['a duration without its unit (tim-1)', infused, (r) => delete r.dosageInstruction[0].timing.repeat.durationUnit, ['Medplum']],
  ['an action without its resource (rqg-1)', group, (r) => delete r.action[0].resource, ['Medplum']],
  ['a patient as the device', graded, (r) => (r.device = { reference: 'Patient/p1' }), ['Medplum', 'fhir']],
  ['a device as the performer', graded, (r) => (r.performer = [{ reference: 'Device/d1' }]), ['Medplum', 'fhir']],
  ['an empty text', graded, (r) => (r.code.text = ''), ['ajv']],
  ['a property that is null', task, (r) => (r.description = null), ['Medplum', 'ajv']],
  ['a dose in grams', infused, (r) => (r.dosageInstruction[0].doseAndRate[0].doseQuantity.code = 'g'), ['units']],
  ['a dose without the system of its unit', infused, (r) => delete r.dosageInstruction[0].doseAndRate[0].doseQuantity.system, ['units']],
  ['a temperature in degC', graded, (r) => makeReading(r, '8310-5', 38.5, 'degC'), ['units']],
  ['an oxygen flow in mL/min', graded, (r) => makeReading(r, '3151-8', 2000, 'mL/min'), ['units']],
];

function makeReading(resource, loinc, value, code) {
  delete resource.valueInteger;
  resource.code = { coding: [{ system: 'http://loinc.org', code: loinc }] };
  resource.valueQuantity = { value, unit: code, system: 'http://unitsofmeasure.org', code };
}

// What is wrong with a Bundle although each of its resources is good.
const links = [
  ['a link that leads nowhere', (bundle) => bundle.entry.shift(), ['Medplum', 'links']],
  ['an id that is not that of its entry', (bundle) => (bundle.entry[0].resource.id = 'another'), ['links']],
  ['one id twice', (bundle) => bundle.entry.push(bundle.entry[0]), ['Medplum', 'links']],
];

// Behind its good form, so that a broken resource is not taken for one that was judged already.
function seenBy(line, breakIt) {
  const gate = new Gate();
  gate.take(line, 'good');
  if (gate.found.length > 0) throw new Error(`${file} is not good: ${JSON.stringify(gate.found[0])}`);
  const bundle = JSON.parse(line);
  breakIt(bundle);
  gate.take(JSON.stringify(bundle), 'broken');
  return [...new Set(gate.found.map((one) => one.by))].sort();
}

let wrong = 0;
function expect(what, by, expected) {
  const right = by.join() === [...expected].sort().join();
  if (!right) wrong += 1;
  console.log(`${right ? 'rejected' : 'WRONG   '} ${what}: by ${by.join(', ') || 'nobody'}${right ? '' : `; expected ${expected.join(', ')}`}`);
}

for (const [what, { line, place }, breakIt, expected] of variants) {
  expect(what, seenBy(line, (bundle) => breakIt(bundle.entry[place].resource)), expected);
}
for (const [what, breakIt, expected] of links) expect(what, seenBy(bundles[0], breakIt), expected);
const count = variants.length + links.length;
console.log(`${count - wrong} of ${count} broken resources are rejected as expected`);
process.exit(wrong === 0 ? 0 : 1);
