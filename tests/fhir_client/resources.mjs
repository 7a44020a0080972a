// What the tests send: resources of one patient, each valid R4.
const coded = (system, code) => ({ coding: [{ system, code }] });
const quantity = (value, unit) => ({ value, unit, system: 'http://unitsofmeasure.org', code: unit });

export const patient = (id, identifier) => ({
    resourceType: 'Patient',
    id,
    birthDate: '1967-05-14',
    ...(identifier ? { identifier: [{ system: 'urn:hospital', value: identifier }] } : {}),
});

// `subject` is a reference's text, or a reference.
const subject = (who) => (typeof who === 'string' ? { reference: who } : who);

export const observation = (id, who, loinc, value, unit, time) => ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: coded('http://loinc.org', loinc),
    subject: subject(who),
    effectiveDateTime: time,
    valueQuantity: quantity(value, unit),
});

export const temperature = (id, who, value, time = '2026-03-03T10:00:00Z') =>
    observation(id, who, '8310-5', value, 'Cel', time);

export const oxygen = (id, who, device, time = '2026-03-03T10:00:00Z') => ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: coded('urn:stormkeel:item', 'oxygen_device'),
    subject: subject(who),
    effectiveDateTime: time,
    valueString: device,
});

// `drug` is a name, or a reference to a Medication.
export const administration = (id, who, drug, time, dosage) => ({
    resourceType: 'MedicationAdministration',
    id,
    status: 'completed',
    ...(typeof drug === 'string' ? { medicationCodeableConcept: { text: drug } } : { medicationReference: drug }),
    subject: subject(who),
    effectiveDateTime: time,
    ...(dosage ? { dosage: { dose: quantity(dosage[0], dosage[1]) } } : {}),
});

export const medication = (id, rxnorm) => ({
    resourceType: 'Medication',
    id,
    code: coded('http://www.nlm.nih.gov/research/umls/rxnorm', rxnorm),
});

export const bundle = (type, entry) => ({ resourceType: 'Bundle', type, entry });
export const put = (resource) => ({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } });

const start = Date.now();
export const hoursAgo = (hours) => `${new Date(start - hours * 3600_000).toISOString().slice(0, 19)}Z`;

// A patient on day 2 with fever, and with oxygen through a cannula: now, so that it is what the ward says now.
export const illPatient = (id) => [
    patient(id),
    observation(`${id}-weight`, `Patient/${id}`, '29463-7', 80, 'kg', hoursAgo(50)),
    administration(`${id}-cells`, `Patient/${id}`, 'Yescarta', hoursAgo(48)),
    administration(`${id}-levetiracetam`, `Patient/${id}`, 'levetiracetam', hoursAgo(3), [750, 'mg']),
    temperature(`${id}-temperature`, `Patient/${id}`, 38.6, hoursAgo(2)),
    observation(`${id}-systolic`, `Patient/${id}`, '8480-6', 118, 'mm[Hg]', hoursAgo(2)),
    observation(`${id}-diastolic`, `Patient/${id}`, '8462-4', 70, 'mm[Hg]', hoursAgo(2)),
    oxygen(`${id}-oxygen`, `Patient/${id}`, 'nasal_cannula', hoursAgo(2)),
    observation(`${id}-flow`, `Patient/${id}`, '3151-8', 2, 'L/min', hoursAgo(2)),
];
