// The gate: takes Bundles apart and lets every validator look at each resource; it is good when none of them objects.
import { byMedplum, byFhir, bySchema } from './validators.mjs';
import { byUnits } from './units.mjs';

const validators = { Medplum: byMedplum, fhir: byFhir, ajv: bySchema, units: byUnits };

const filler = { resourceType: 'Basic', code: { text: 'stands for an entry that is judged by itself' } };

// The Bundle without its contents, its contents with "urn:uuid:..." as "Type/id", so that validators see what is
// referred to, and what is wrong with the links between them.
function takenApart(bundle) {
  const types = new Map();
  const broken = [];
  for (const { fullUrl, resource } of bundle.entry ?? []) {
    if (types.has(fullUrl)) broken.push(`two entries are ${fullUrl}`);
    if (fullUrl !== `urn:uuid:${resource.id}`) broken.push(`${fullUrl} is not the id ${resource.id}`);
    types.set(fullUrl, `${resource.resourceType}/${resource.id}`);
  }
  const linked = (key, value) => {
    if (key !== 'reference' || typeof value !== 'string' || !value.startsWith('urn:uuid:')) return value;
    if (!types.has(value)) broken.push(`nothing in the Bundle is ${value}`);
    return types.get(value) ?? value;
  };
  const resources = (bundle.entry ?? []).map(({ resource }) => JSON.parse(JSON.stringify(resource), linked));
  const shell = { ...bundle, entry: (bundle.entry ?? []).map((entry) => ({ ...entry, resource: filler })) };
  return { shell, resources, broken };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const link = /^([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}$/;
// Free text without control characters, with no blank at either end: whatever it says, it is a good FHIR string.
const prose = /^[^\s\p{Cc}]([^\p{Cc}]|[\n\t])*$/u;
const proseKeys = new Set(['citation', 'contentString', 'description', 'detail', 'diagnostics', 'display', 'label', 'rationale', 'summary', 'text', 'textEquivalent', 'title']);

const exists = (text) => {
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text.slice(0, 19));
};

// Two resources of one shape differ only in ids, times that exist and free text; one of them is judged.
function shapeOf(resource) {
  return JSON.stringify(resource, (key, value) => {
    if (typeof value !== 'string') return value;
    if (proseKeys.has(key)) return prose.test(value) && value === value.trim() ? 'X' : value;
    if (key === 'reference') return value.replace(link, '$1/I');
    if (time.test(value)) return exists(value) ? 'T' : value;
    return value.replace(uuid, 'U');
  });
}

export class Gate {
  bundles = 0;
  types = new Map(); // how many resources of each
  found = []; // { where, type, by: 'ajv', why: [...] }
  #shapes = new Set();

  get resources() {
    return [...this.types.values()].reduce((sum, count) => sum + count, 0);
  }

  get different() {
    return this.#shapes.size;
  }

  // One line of a file: a Bundle or a resource.
  take(line, where) {
    const read = JSON.parse(line);
    if (read.resourceType !== 'Bundle') return this.#judge(read, where);
    this.bundles += 1;
    const { shell, resources, broken } = takenApart(read);
    this.#judge(shell, where);
    if (broken.length > 0) this.found.push({ where, type: 'Bundle', by: 'links', why: broken });
    resources.forEach((resource) => this.#judge(resource, where));
  }

  #judge(resource, where) {
    const type = resource.resourceType;
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
    const shape = shapeOf(resource);
    if (this.#shapes.has(shape)) return;
    this.#shapes.add(shape);
    for (const [by, validate] of Object.entries(validators)) {
      const why = validate(resource);
      if (why.length > 0) this.found.push({ where, type, by, why });
    }
  }
}
