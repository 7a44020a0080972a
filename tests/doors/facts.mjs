// The same facts as each door writes them: a chart, JSON in its vocabulary, FHIR R4, and HL7 v2.
import { administration as administered, message, results } from '../hl7v2_senders/messages.mjs';

const loinc = {
    weight: '29463-7', temperature: '8310-5', systolic_bp: '8480-6', diastolic_bp: '8462-4', heart_rate: '8867-4',
    spo2: '59408-5', oxygen_flow: '3151-8', crp: '1988-5', ferritin: '2276-4',
};
const isNumber = (text) => /^[\d.]+$/.test(text);
const productNames = { axicabtagene_ciloleucel: 'axicabtagene ciloleucel' };

// Facts are [time, item, value, unit]; the birth date stands as the time.
export const chart = (id, facts) =>
    ['patient,time,item,value,unit', ...facts.map((fact) => [id, ...fact].join(','))].join('\n') + '\n';

export const rows = (facts) => ({ facts: facts.map(([time, item, value, unit]) => ({ time, item, value, unit })) });

const quantity = (value, unit) => ({ value: Number(value), unit, system: 'http://unitsofmeasure.org', code: unit });

function resource(id, subject, [time, item, value, unit]) {
    const [kind, drug] = item.split(':');
    if (item === 'birth_date') return { resourceType: 'Patient', id: subject, birthDate: time };
    if (item === 'allergy') {
        const recorded = { recordedDate: time, code: { text: value } };
        return { resourceType: 'AllergyIntolerance', id, patient: { reference: `Patient/${subject}` }, ...recorded };
    }
    const whose = { id, subject: { reference: `Patient/${subject}` } };
    if (item === 'therapy' || drug !== undefined) {
        const given = { resourceType: 'MedicationAdministration', ...whose };
        given.status = kind === 'rate' ? 'in-progress' : 'completed';
        given.medicationCodeableConcept = { text: productNames[value] ?? drug };
        if (kind === 'rate') given.effectivePeriod = { start: time };
        else given.effectiveDateTime = time;
        if (kind === 'rate') given.dosage = { rateQuantity: quantity(value, unit) };
        if (kind === 'give') given.dosage = { dose: quantity(value, unit) };
        return given;
    }
    const coding = loinc[item] ? { system: 'http://loinc.org', code: loinc[item] } : { system: 'urn:stormkeel:item', code: item };
    const observed = { resourceType: 'Observation', ...whose, status: 'final', code: { coding: [coding] }, effectiveDateTime: time };
    if (!isNumber(value)) return { ...observed, valueString: value };
    return { ...observed, valueQuantity: unit ? quantity(value, unit) : { value: Number(value) } };
}

export const resources = (id, facts) => facts.map((fact, i) => resource(`f${i}`, id, fact));

const hl7Time = (time) => `${time.replace(/[-:TZ]/g, '')}+0000`;

// One message a fact; a birth date stands in each as PID-7, and has none of its own.
export function messages(id, facts) {
    const born = facts.find(([, item]) => item === 'birth_date')?.[0].replaceAll('-', '') ?? '';
    const person = `PID|1||${id}^^^HOSP^MR||DOE^J||${born}`;
    const withPerson = (text) => text.replace(/PID\|[^\r]*/, person);
    const written = facts.flatMap(([time, item, value, unit], i) => {
        const at = hl7Time(time);
        const [kind, drug] = item.split(':');
        if (item === 'birth_date') return [];
        if (item === 'allergy') {
            const allergy = `AL1|1|DA|^${value}|SV|anaphylaxis|${at}`;
            return [message('ADT^A08^ADT_A01', `A${i}`, [`EVN|A08|${at}`, person, allergy])];
        }
        if (item === 'therapy') return [administered(i, id, { drug: productNames[value], at, until: at })];
        if (kind === 'give') return [administered(i, id, { drug, at, until: at, amount: value, unit })];
        if (kind === 'rate') return [administered(i, id, { drug, at, amount: value, unit: unit.replace('/min', ''), per: 'M1' })];
        const reading = results(i, id, [[loinc[item] ?? item, item, value, unit]], {}, at);
        const own = loinc[item] ? reading : reading.replace(`${item}^${item}^LN`, `${item}^^urn:stormkeel:item`);
        return [isNumber(value) ? own : own.replace('OBX|1|NM', 'OBX|1|ST')];
    });
    return written.map(withPerson).map((text) => text.replace('20260303120000+0000', hl7Time(facts.at(-1)[0])));
}
