// HL7 v2 messages of one patient, as text with CR between segments.
const sent = '20260303120000+0000';

// `charset` is MSH-18, and `application` MSH-3, which with MSH-4 names the sender.
export function message(type, number, segments, { application = 'LAB', charset = '' } = {}) {
    const header = `MSH|^~\\&|${application}|HOSP|STORMKEEL|WARD|${sent}||${type}|${number}|P|2.5.1||||||${charset}`;
    return `${[header.replace(/\|+$/, ''), ...segments].join('\r')}\r`;
}

const person = (id) => `PID|1||${id}^^^HOSP^MR||DOE^J||19670514`;
const fields = (name, byPlace) => {
    const last = Math.max(...Object.keys(byPlace).map(Number));
    return [name, ...Array.from({ length: last }, (_, i) => byPlace[i + 1] ?? '')].join('|');
};

export const admission = (number, id, from) =>
    message('ADT^A01^ADT_A01', number, ['EVN|A01|20260301080000+0000', person(id), 'PV1|1|I|HAEM^12^1'], from);

// `readings`: [[LOINC, name, value, unit], ...] at one time.
export const results = (number, id, readings, from, time = '20260303100000+0000') =>
    message(
        'ORU^R01^ORU_R01',
        number,
        [
            person(id),
            `OBR|1||F${number}|VITALS^Vital signs^L|||${time}`,
            ...readings.map(([code, name, value, unit], i) =>
                fields('OBX', { 1: i + 1, 2: 'NM', 3: `${code}^${name}^LN`, 5: value, 6: unit, 11: 'F', 14: time }),
            ),
        ],
        from,
    );

// `given`: { drug, at, until, amount, unit, per }; without an amount nobody recorded how much.
export const administration = (number, id, given, from) =>
    message(
        'RAS^O17^RAS_O17',
        number,
        [
            person(id),
            `ORC|RE|P${number}|F${number}`,
            `RXO|^${given.drug}`,
            'RXR|^Intravenous',
            fields('RXA', {
                1: 0, 2: 1, 3: given.at, 4: given.until ?? '', 5: `^${given.drug}`, 6: given.amount ?? 999,
                7: given.unit ?? '', 12: given.per ?? '', 20: 'CP', 21: 'A',
            }),
            'RXR|^Intravenous',
        ],
        from,
    );

export const joining = (number, surviving, prior, from) =>
    message('ADT^A40^ADT_A39', number, ['EVN|A40|20260303110000+0000', person(surviving), `MRG|${prior}^^^HOSP^MR`], from);
