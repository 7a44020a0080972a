// The unit each figure must carry. No validator looks at units: mmHg, degC and a dose in grams are all "valid" to them.
const ucum = 'http://unitsofmeasure.org';

// By LOINC code of an Observation or component.
const byLoinc = {
  '8310-5': ['Cel', '[degF]'],
  '8480-6': ['mm[Hg]'],
  '8462-4': ['mm[Hg]'],
  '8478-0': ['mm[Hg]'],
  '8867-4': ['/min'],
  '9279-1': ['/min'],
  '2708-6': ['%'],
  '59408-5': ['%'],
  '3150-0': ['%'],
  '3151-8': ['L/min'],
  '29463-7': ['kg', 'g', '[lb_av]'],
  '1988-5': ['mg/L', 'mg/dL'],
  '2276-4': ['ng/mL', 'ug/L'],
  '3255-7': ['mg/dL', 'g/L'],
  '777-3': ['10*3/uL', '10*9/L'],
};

// By item of a proposed drug: its dose, and the limit of a dose.
const byDrug = {
  tocilizumab: ['mg'],
  dexamethasone: ['mg'],
  methylprednisolone: ['mg'],
  fluid_bolus: ['mL'],
};
const anyDrug = ['mg', 'mL', '[IU]'];

const codesOf = (concept, system) => (concept?.coding ?? []).filter((c) => c.system === system).map((c) => c.code);

function wrongUnit(where, quantity, allowed) {
  if (!quantity) return [];
  if (!allowed) return [`${where}: no unit is known for this figure`];
  if (quantity.system !== ucum) return [`${where}: the system of the unit is '${quantity.system}', not ${ucum}`];
  return allowed.includes(quantity.code) ? [] : [`${where}: '${quantity.code}' is none of ${allowed.join(', ')}`];
}

function ofObservation(resource) {
  return [resource, ...(resource.component ?? [])].flatMap((part) => {
    const code = codesOf(part.code, 'http://loinc.org').find((c) => byLoinc[c]);
    return wrongUnit(`${code ?? 'no code of ours'}`, part.valueQuantity, byLoinc[code]);
  });
}

function ofMedicationRequest(resource) {
  const [item] = codesOf(resource.medicationCodeableConcept, 'urn:stormkeel:item');
  const doses = byDrug[item] ?? anyDrug;
  return (resource.dosageInstruction ?? []).flatMap((dosage) => [
    ...wrongUnit(`${item} limit`, dosage.maxDosePerAdministration, doses),
    ...(dosage.doseAndRate ?? []).flatMap((rate) => [
      ...wrongUnit(`${item} dose`, rate.doseQuantity, doses),
      ...wrongUnit(`${item} rate`, rate.rateRatio?.numerator, doses),
      ...wrongUnit(`${item} rate`, rate.rateRatio?.denominator, ['min']),
    ]),
  ]);
}

function ofRiskAssessment(resource) {
  return (resource.prediction ?? []).flatMap((one) => [
    ...wrongUnit('probability', one.probabilityRange?.low, ['%']),
    ...wrongUnit('probability', one.probabilityRange?.high, ['%']),
  ]);
}

const checks = { Observation: ofObservation, MedicationRequest: ofMedicationRequest, RiskAssessment: ofRiskAssessment };

// How many quantities stand in a value, wherever.
function quantitiesIn(value) {
  if (Array.isArray(value)) return value.reduce((sum, one) => sum + quantitiesIn(one), 0);
  if (value === null || typeof value !== 'object') return 0;
  const own = value.system === ucum || ('value' in value && 'unit' in value) ? 1 : 0;
  return Object.values(value).reduce((sum, one) => sum + quantitiesIn(one), own);
}

export function byUnits(resource) {
  const check = checks[resource.resourceType];
  if (check) return check(resource);
  return quantitiesIn(resource) === 0 ? [] : [`${resource.resourceType} carries a figure that no unit is known for`];
}
