// Makes FHIR R4 Bundles of patients after a therapy, the same for the same seed and number.

export const asOf = '2026-03-10T12:00:00Z';
const asOfMs = Date.parse(asOf);

// A small generator of numbers with a state of 32 bits (mulberry32).
function numbers(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

class Dice {
    constructor(seed) {
        this.next = numbers(seed);
    }
    chance(p) {
        return this.next() < p;
    }
    whole(least, most) {
        return least + Math.floor(this.next() * (most - least + 1));
    }
    tenth(least, most) {
        return this.whole(Math.round(least * 10), Math.round(most * 10)) / 10;
    }
    pick(list) {
        return list[Math.floor(this.next() * list.length)];
    }
}

const minutes = { freshVital: 270, freshExamination: 750, day: 1440 };
const loinc = (code) => ({ system: 'http://loinc.org', code });
const snomed = (code) => ({ system: 'http://snomed.info/sct', code });
const rxnorm = (code) => ({ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code });
const own = (code) => ({ system: 'urn:stormkeel:item', code });

// One patient's Bundle under way. Every time is given in minutes before the instant asked about.
class Chart {
    constructor(dice, id) {
        this.dice = dice;
        this.id = id;
        this.resources = [];
        this.offset = dice.pick([0, 0, 60, -300, 330]);
    }
    time(ago) {
        const shifted = new Date(asOfMs - ago * 60000 + this.offset * 60000).toISOString().slice(0, 19);
        if (this.offset === 0) return `${shifted}Z`;
        const hours = String(Math.floor(Math.abs(this.offset) / 60)).padStart(2, '0');
        const rest = String(Math.abs(this.offset) % 60).padStart(2, '0');
        return `${shifted}${this.offset < 0 ? '-' : '+'}${hours}:${rest}`;
    }
    add(type, body) {
        const letter = { Observation: 'o', MedicationAdministration: 'm', MedicationRequest: 'r', Procedure: 'x' }[type];
        this.resources.push({ resourceType: type, id: `${this.id}${letter}${this.resources.length}`, ...body });
    }
    observation(ago, code, content, status = 'final') {
        const subject = { reference: `Patient/${this.id}` };
        this.add('Observation', { status, code, subject, effectiveDateTime: this.time(ago), ...content });
    }
    given(ago, medication, more) {
        const subject = { reference: `Patient/${this.id}` };
        this.add('MedicationAdministration', { subject, medicationCodeableConcept: medication, effectiveDateTime: this.time(ago), ...more });
    }
    ran(from, to, medication, more) {
        const subject = { reference: `Patient/${this.id}` };
        const effectivePeriod = { start: this.time(from), ...(to === null ? {} : { end: this.time(to) }) };
        this.add('MedicationAdministration', { subject, medicationCodeableConcept: medication, effectivePeriod, ...more });
    }
}

const ucum = (value, code, unit = code) => ({ value, unit, system: 'http://unitsofmeasure.org', code });
const plainUnit = (value, unit) => ({ value, unit });

// Times at which limits change their answer, and others between them.
function agoNear(dice, most) {
    const edges = [0, 5, minutes.freshVital - 1, minutes.freshVital, minutes.freshVital + 1, minutes.freshExamination,
        minutes.freshExamination + 1, minutes.day - 1, minutes.day, minutes.day + 1].filter((edge) => edge <= most);
    return dice.chance(0.15) ? dice.pick(edges) : dice.whole(0, most);
}

// --- vital signs -----------------------------------------------------------------------------------------------------

const temperatureSites = ['8310-5', '8310-5', '8310-5', '8331-1', '8328-7', '8332-9', '8333-7'];

function temperatureQuantity(dice, celsius) {
    if (dice.chance(0.3)) {
        const fahrenheit = Math.round((celsius * 9 / 5 + 32) * 10) / 10;
        return dice.chance(0.7) ? ucum(fahrenheit, '[degF]', '°F') : plainUnit(fahrenheit, dice.pick(['degF', '°F']));
    }
    return dice.chance(0.8) ? ucum(celsius, 'Cel', '°C') : plainUnit(celsius, dice.pick(['degC', '°C', 'C']));
}

function addTemperature(chart, ago, celsius) {
    const { dice } = chart;
    const code = { coding: [loinc(dice.pick(temperatureSites))] };
    if (dice.chance(0.02)) return chart.observation(ago, code, { dataAbsentReason: { text: 'not performed' } });
    if (dice.chance(0.02)) {
        const wrong = dice.pick([ucum(dice.tenth(95, 104), 'Cel'), ucum(dice.tenth(43.1, 49), 'Cel'), ucum(dice.tenth(36, 39), '[degF]'), plainUnit(38.5, 'K')]);
        return chart.observation(ago, code, { valueQuantity: wrong });
    }
    const valueQuantity = temperatureQuantity(dice, celsius);
    if (dice.chance(0.02)) valueQuantity.comparator = celsius >= 38 ? dice.pick(['>', '>=']) : dice.pick(['<', '<=']);
    const status = dice.chance(0.04) ? dice.pick(['entered-in-error', 'cancelled']) : dice.pick(['final', 'final', 'final', 'amended', 'corrected', 'preliminary']);
    return chart.observation(ago, code, { valueQuantity }, status);
}

// A value near a limit as often as far from it.
const hot = (dice) => (dice.chance(0.3) ? dice.pick([38, 38, 38.1]) : dice.tenth(38, 41));
const cool = (dice) => (dice.chance(0.3) ? dice.pick([37.9, 37.8]) : dice.tenth(35.8, 37.9));

function addTemperatures(chart, plan) {
    const { dice } = chart;
    for (const { ago, fever } of plan) addTemperature(chart, ago, fever ? hot(dice) : cool(dice));
}

const pressureQuantity = (dice, value) =>
    dice.chance(0.9) ? ucum(value, 'mm[Hg]') : dice.chance(0.5) ? plainUnit(value, dice.pick(['mmHg', 'mm Hg'])) : ucum(Math.round(value / 7.50062 * 10) / 10, 'kPa');

function addPressure(chart, ago, form) {
    const { dice } = chart;
    const low = dice.chance(0.35);
    const systolic = low ? dice.whole(55, 92) : dice.chance(0.3) ? dice.whole(88, 92) : dice.whole(86, 150);
    const diastolic = Math.max(20, systolic - dice.whole(25, 60));
    const mean = dice.chance(0.7) ? Math.round((systolic + 2 * diastolic) / 3) : dice.whole(60, 70);
    const quantity = (value) => pressureQuantity(dice, value);
    const single = (code, value, more = {}) => chart.observation(ago, { coding: [loinc(code)] }, { valueQuantity: { ...quantity(value), ...more } });
    if (form === 'mean') return single('8478-0', mean);
    if (form === 'systolic') {
        const comparator = dice.chance(0.05) && systolic < 60 ? { comparator: '<' } : {};
        return single(dice.pick(['8480-6', '8480-6', '76534-7']), systolic, comparator);
    }
    const component = [
        { code: { coding: [loinc('8480-6')] }, ...(dice.chance(0.03) ? { dataAbsentReason: { text: 'unknown' } } : { valueQuantity: quantity(systolic) }) },
        { code: { coding: [loinc('8462-4')] }, valueQuantity: quantity(diastolic) },
    ];
    if (form === 'panel with mean') component.push({ code: { coding: [loinc('8478-0')] }, valueQuantity: quantity(mean) });
    const status = dice.chance(0.03) ? 'entered-in-error' : 'final';
    return chart.observation(ago, { coding: [loinc(dice.pick(['85354-9', '85354-9', '55284-4']))] }, { component }, status);
}

function addPressures(chart) {
    const { dice } = chart;
    const form = dice.pick(['panel', 'panel', 'panel with mean', 'systolic', 'mean', 'mixed']);
    const count = dice.pick([0, 1, 2, 3, 5]);
    for (let i = 0; i < count; i += 1) {
        const each = form === 'mixed' ? dice.pick(['panel', 'panel with mean', 'systolic', 'mean']) : form;
        addPressure(chart, dice.chance(0.75) ? agoNear(dice, 300) : agoNear(dice, 2000), each);
    }
}

// --- oxygen ----------------------------------------------------------------------------------------------------------

const devices = [
    { snomed: null, names: ['Room air', 'None (Room air)', 'RA', 'room_air'] },
    { snomed: null, names: ['Room air', 'None (Room air)', 'RA', 'room_air'] },
    { snomed: ['371907003', '336623009', '466713001'], names: ['Nasal cannula', 'NASAL CANNULA', 'NC', 'Nasal prongs', 'nasal_cannula'] },
    { snomed: ['371907003', '336623009', '466713001'], names: ['Nasal cannula', 'nasal cannula ', 'Oxymizer', 'nasal_cannula'] },
    { snomed: ['425478008'], names: ['Blow-by', 'blow_by'] },
    { snomed: ['426854004', '870533002'], names: ['High flow nasal cannula', 'Heated high flow nasal cannula', 'HFNC', 'high_flow_nasal_cannula'] },
    { snomed: ['336602003', '426294006', '427591007', '428285009', '464233000'], names: ['Face tent', 'Venti mask ', 'Medium conc mask ', 'Non-rebreather', 'Aerosol-cool', 'Simple mask', 'Trach mask ', 'venturi_mask', 'non_rebreather'] },
    { snomed: ['47545007', '243142003', '428311008', '706226000'], names: ['CPAP mask ', 'Bi-PAP', 'Bipap mask ', 'cpap', 'bipap'] },
    { snomed: ['40617009', '449071006', '233573008'], names: ['Endotracheal tube', 'Mechanical ventilation', 'invasive_ventilation', 'ecmo'] },
];

const deviceCodes = [
    { coding: [own('oxygen_device')] }, { coding: [own('oxygen_device')] }, { coding: [loinc('3152-6')] }, { text: 'O2 Delivery Device' },
];

function addDevice(chart, ago, device) {
    const { dice } = chart;
    const code = dice.pick(deviceCodes);
    if (dice.chance(0.03)) return chart.observation(ago, code, { dataAbsentReason: { text: 'unknown' } });
    if (dice.chance(0.03)) return chart.observation(ago, code, { valueString: dice.pick(['Ambubag', 'Hood of something', '30']) });
    if (device.snomed !== null && dice.chance(0.4)) {
        return chart.observation(ago, code, { valueCodeableConcept: { coding: [snomed(dice.pick(device.snomed))] } });
    }
    const name = dice.pick(device.names);
    if (name.includes('_')) return chart.observation(ago, code, { valueCodeableConcept: { coding: [own(name)] } });
    if (dice.chance(0.5)) return chart.observation(ago, code, { valueCodeableConcept: { text: name } });
    return chart.observation(ago, code, { valueString: name });
}

function flowQuantity(dice) {
    const value = dice.pick([0, 1, 2, 4, 5.9, 6, 6, 6.1, 7, 10, 15]);
    if (dice.chance(0.04)) return plainUnit(value, dice.pick(['L', '%']));
    if (dice.chance(0.1)) return ucum(value * 1000, 'mL/min');
    if (dice.chance(0.1)) return plainUnit(value, dice.pick(['LPM', 'lpm']));
    if (dice.chance(0.04)) return { ...ucum(value, 'L/min'), comparator: value > 6 ? '>' : '<=' };
    return ucum(value, 'L/min');
}

function addFlow(chart, ago) {
    const { dice } = chart;
    const code = { coding: [loinc('3151-8')] };
    if (dice.chance(0.03)) return chart.observation(ago, code, { dataAbsentReason: { text: 'unknown' } });
    return chart.observation(ago, code, { valueQuantity: flowQuantity(dice) });
}

function addSaturation(chart, ago, withFlow) {
    const { dice } = chart;
    const value = dice.chance(0.3) ? dice.whole(80, 91) : dice.whole(88, 100);
    const coding = dice.pick([[loinc('59408-5'), loinc('2708-6')], [loinc('59408-5')], [loinc('2708-6')]]);
    const content = dice.chance(0.03) ? { valueQuantity: ucum(9, '%') } : { valueQuantity: ucum(value, '%') };
    if (withFlow) {
        content.component = [{ code: { coding: [loinc('3151-8')] }, valueQuantity: flowQuantity(dice) }];
        if (dice.chance(0.3)) content.component.push({ code: { coding: [loinc('3150-0')] }, valueQuantity: ucum(dice.whole(21, 60), '%') });
    }
    chart.observation(ago, { coding }, content);
}

function addOxygen(chart) {
    const { dice } = chart;
    const records = dice.pick([0, 1, 1, 2, 3]);
    let last = null;
    for (let i = 0; i < records; i += 1) {
        const device = dice.pick(devices);
        const ago = dice.chance(0.8) ? agoNear(dice, 600) : agoNear(dice, 1800);
        addDevice(chart, ago, device);
        const onAir = device === devices[0] || device === devices[1];
        if (!onAir && dice.chance(0.6)) addFlow(chart, Math.max(0, ago - dice.pick([0, 0, 0, 10, 60])));
        if (!onAir && dice.chance(0.2)) addSaturation(chart, Math.max(0, ago - dice.whole(0, 30)), true);
        if (dice.chance(0.08)) addDevice(chart, ago, dice.pick(devices));
        last = device;
    }
    // A flow that belongs to no device.
    if (last === null && dice.chance(0.3)) addFlow(chart, dice.whole(0, minutes.freshVital));
    const saturations = dice.pick([0, 1, 1, 2]);
    for (let i = 0; i < saturations; i += 1) addSaturation(chart, dice.chance(0.8) ? agoNear(dice, 300) : agoNear(dice, 1500), false);
}

// --- drugs -----------------------------------------------------------------------------------------------------------

const named = (code, names) => (dice) =>
    code !== null && dice.chance(0.5) ? { coding: [rxnorm(code)] } : dice.chance(0.5) ? { text: dice.pick(names) } : { coding: [{ ...(code === null ? {} : rxnorm(code)), display: dice.pick(names) }] };

const medication = (code, ...names) => Object.assign(named(code, names), { drug: names[0].toLowerCase() });

const vasoactive = [
    medication('7512', 'norepinephrine', 'Levophed', 'Norepinephrine bitartrate', 'noradrenaline'),
    medication('7512', 'norepinephrine', 'Levophed'),
    medication('3992', 'epinephrine', 'Adrenaline'),
    medication('8163', 'phenylephrine', 'Phenylephrine hydrochloride'),
    medication('3628', 'dopamine'),
    medication('11149', 'vasopressin', 'Vasostrict'),
    medication('11149', 'vasopressin'),
    medication(null, 'angiotensin II', 'Giapreza'),
    medication(null, 'terlipressin'),
    medication('3616', 'dobutamine'),
    medication('52769', 'milrinone'),
    medication(null, 'levosimendan'),
    medication(null, 'metaraminol'),
];

const masking = [
    medication('161', 'acetaminophen', 'Paracetamol', 'Tylenol'),
    medication('161', 'acetaminophen'),
    medication(null, 'ibuprofen'),
    medication('612865', 'tocilizumab', 'Actemra', 'Tyenne'),
    medication(null, 'siltuximab'),
    medication('72435', 'anakinra'),
    medication('3264', 'dexamethasone'),
    medication('6902', 'methylprednisolone', 'Solu-Medrol'),
    medication('5492', 'hydrocortisone'),
];

const others = [medication(null, 'propofol'), medication(null, 'cefepime'), medication(null, 'ondansetron'), medication('114477', 'levetiracetam'), medication(null, 'furosemide')];

const rate = (dice) => ({ rateQuantity: dice.pick([ucum(dice.whole(1, 30) / 100, 'ug/kg/min'), ucum(dice.whole(1, 20), 'ug/min')]) });
const dose = (dice) => ({ dose: dice.pick([ucum(650, 'mg'), ucum(10, 'mg'), ucum(1, 'g')]) });

function addInfusion(chart, drug) {
    const { dice } = chart;
    const start = dice.chance(0.8) ? dice.whole(30, 900) : dice.whole(900, 1900);
    const named = drug(dice);
    const form = dice.whole(0, 6);
    if (form === 0) return chart.ran(start, null, named, { status: 'in-progress', dosage: rate(dice) });
    if (form === 1) return chart.ran(start, dice.whole(0, start - 1), named, { status: dice.pick(['completed', 'stopped']), dosage: rate(dice) });
    if (form === 2) return chart.ran(start, null, named, { status: dice.pick(['not-done', 'entered-in-error']), dosage: rate(dice) });
    if (form === 3) return chart.ran(start, null, named, { status: 'in-progress' });
    // One record for each change of the rate.
    chart.given(start, named, { status: 'completed', dosage: rate(dice) });
    if (form === 4) chart.given(dice.whole(1, start - 1), named, { status: 'completed', dosage: rate(dice) });
    const stop = dice.whole(0, start - 1);
    if (form === 5) chart.given(stop, named, { status: 'completed', dosage: { rateQuantity: ucum(0, 'ug/kg/min') } });
    if (form === 6) chart.given(stop, named, { status: dice.pick(['stopped', 'on-hold']) });
}

function addDrugs(chart, plan) {
    const { dice } = chart;
    const running = dice.pick([0, 0, 0, 1, 1, 2, 3]);
    const order = [...vasoactive.keys()].map((k) => [dice.next(), k]).sort((a, b) => a[0] - b[0]).map(([, k]) => k);
    // Two lines of one drug are one vasopressor, but two charts of it would overlap.
    const used = new Set();
    for (const k of order) {
        if (used.size >= running) break;
        if (used.has(vasoactive[k].drug)) continue;
        used.add(vasoactive[k].drug);
        addInfusion(chart, vasoactive[k]);
    }
    for (const ago of plan.masked) chart.given(ago, dice.pick(masking)(dice), { status: 'completed', dosage: dose(dice) });
    if (dice.chance(0.2)) chart.given(agoNear(dice, 1600), dice.pick(masking)(dice), { status: dice.pick(['not-done', 'entered-in-error']), dosage: dose(dice) });
    if (dice.chance(plan.recorded)) chart.given(agoNear(dice, 1700), dice.pick(others)(dice), { status: 'completed', dosage: dose(dice) });
    if (dice.chance(0.3)) {
        const subject = { reference: `Patient/${chart.id}` };
        const named = dice.pick([...vasoactive, ...masking])(dice);
        chart.add('MedicationRequest', { status: 'active', intent: 'order', subject, medicationCodeableConcept: named, authoredOn: chart.time(dice.whole(0, 1000)) });
    }
}

const products = [
    medication('1987398', 'axicabtagene ciloleucel', 'Yescarta'),
    medication('1986438', 'tisagenlecleucel', 'Kymriah'),
    medication(null, 'teclistamab', 'Tecvayli'),
    medication('1597258', 'blinatumomab'),
    medication(null, 'obecabtagene autoleucel'),
];

function addTherapy(chart, ago) {
    const { dice } = chart;
    if (dice.chance(0.8)) return chart.given(ago, dice.pick(products)(dice), { status: 'completed' });
    const code = { text: dice.pick(['tisagenlecleucel', 'Yescarta', 'teclistamab']) };
    chart.add('Procedure', { status: 'completed', code, subject: { reference: `Patient/${chart.id}` }, performedDateTime: chart.time(ago) });
}

// --- examination -----------------------------------------------------------------------------------------------------

function addExamination(chart, years) {
    const { dice } = chart;
    const at = () => (dice.chance(0.85) ? agoNear(dice, 760) : agoNear(dice, 2000));
    const score = (name, value) => chart.observation(at(), { coding: [own(name)] }, dice.chance(0.5) ? { valueInteger: value } : { valueQuantity: ucum(value, '{score}') });
    const word = (name, value) => chart.observation(at(), { coding: [own(name)] }, dice.chance(0.5) ? { valueString: value } : { valueCodeableConcept: { coding: [own(value)] } });
    const child = years !== null && years < 12;
    if (!child && dice.chance(0.6)) score('ice_score', dice.chance(0.4) ? dice.pick([10, 7, 6, 3, 2, 0, 0]) : dice.whole(0, 10));
    if (child && dice.chance(0.6)) score('capd', dice.chance(0.5) ? dice.pick([0, 1, 8, 9]) : dice.whole(0, 32));
    if (!child && years !== null && years <= 21 && dice.chance(0.3)) score('capd', dice.whole(0, 32));
    if (dice.chance(0.4)) word('consciousness', dice.pick(['awake', 'awake', 'wakes_to_voice', 'wakes_to_touch', 'unarousable']));
    if (dice.chance(0.1)) word('seizure', dice.pick(['none', 'brief', 'nonconvulsive_resolved', 'prolonged', 'repetitive']));
    if (dice.chance(0.07)) word('motor_weakness', dice.pick(['none', 'focal_deep']));
    if (dice.chance(0.07)) word('cerebral_edema', dice.pick(['none', 'focal', 'diffuse', 'herniation_signs']));
    if (dice.chance(0.06)) word('sedated', dice.pick(['yes', 'no']));
}

// --- the course ------------------------------------------------------------------------------------------------------

// Temperatures of a course in which no episode can have ended: a fever within any 24 h since the onset, or no temperature
// for more than 12 h of the last 24.
function planFever(dice, therapy) {
    const plan = { temperatures: [], masked: [], recorded: 0.6 };
    const at = (ago, fever) => plan.temperatures.push({ ago, fever });
    const kind = dice.pick(['none', 'never', 'febrile', 'febrile', 'febrile', 'febrile', 'cooling', 'masked', 'masked', 'masked', 'before', 'silent']);
    const someCool = (least, most, count) => {
        for (let i = 0; i < count; i += 1) at(dice.whole(least, most), false);
    };
    if (kind === 'never') someCool(0, 2000, dice.whole(1, 4));
    if (kind === 'before' && therapy !== null) {
        at(therapy + dice.whole(1, 600), true);
        someCool(0, Math.min(therapy, 1400), dice.whole(1, 3));
    }
    if (kind === 'febrile' || kind === 'cooling') {
        const onset = dice.whole(kind === 'cooling' ? 300 : 0, minutes.day - 1);
        at(onset, true);
        if (dice.chance(0.3)) at(dice.whole(0, onset), true);
        someCool(0, 1400, dice.whole(kind === 'cooling' ? 1 : 0, 3));
        if (dice.chance(0.3)) plan.masked.push(agoNear(dice, 1600));
    }
    if (kind === 'masked' || kind === 'silent') {
        const onset = dice.chance(0.2) ? dice.pick([minutes.day, minutes.day + 1]) : dice.whole(minutes.day, 2400);
        at(onset, true);
        if (kind === 'masked') someCool(0, 300, dice.pick([0, 1, 1, 2]));
        const drugs = kind === 'masked' ? dice.pick([1, 1, 2]) : dice.pick([0, 1]);
        for (let i = 0; i < drugs; i += 1) plan.masked.push(dice.chance(0.8) ? dice.whole(0, onset - 1) : onset + dice.whole(1, 600));
    }
    return plan;
}

const dateBefore = (years, months, days) => {
    const day = new Date(asOfMs);
    day.setUTCFullYear(day.getUTCFullYear() - years, day.getUTCMonth() - months, day.getUTCDate() - days);
    return day.toISOString().slice(0, 10);
};

function person(dice) {
    if (dice.chance(0.08)) return { years: null };
    if (dice.chance(0.7)) {
        const years = dice.whole(18, 85);
        return { years, birthDate: dateBefore(years, dice.whole(0, 11), dice.whole(2, 25)) };
    }
    const years = dice.pick([0, 0, 1, 2, 4, 9, 10, 11, 12, 15, 17]);
    const months = years === 0 ? dice.pick([0, 1, 6, 11]) : dice.whole(0, 11);
    // Born before anything is charted.
    return { years, birthDate: dateBefore(years, months, dice.whole(8, 25)) };
}

export function bundleOf(seed, number) {
    const dice = new Dice(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
    for (let i = 0; i < 5; i += 1) dice.next();
    const id = `b${number}`;
    const chart = new Chart(dice, id);
    const { years, birthDate } = person(dice);
    const therapy = dice.chance(0.92) ? dice.whole(2500, 9000) : null;
    if (therapy !== null) addTherapy(chart, therapy);
    const plan = planFever(dice, therapy);
    addTemperatures(chart, plan.temperatures);
    addPressures(chart);
    addOxygen(chart);
    addDrugs(chart, plan);
    if (dice.chance(0.7)) addExamination(chart, years);
    // What comes later is not used.
    if (dice.chance(0.2)) addTemperature(chart, -dice.whole(1, 600), 39.5);
    if (dice.chance(0.1)) addDevice(chart, -dice.whole(1, 600), devices[7]);
    const patient = { resourceType: 'Patient', id, ...(birthDate === undefined ? {} : { birthDate }) };
    return { resourceType: 'Bundle', type: 'collection', entry: [patient, ...chart.resources].map((resource) => ({ resource })) };
}
