// node withdrawn.mjs PROGRAM BROWSER [FOLDER]: whoever acknowledged what rested on a record that is taken back reads it on
// the board, answers nothing that they have not seen, and owns nothing after they have left. With a folder, pictures of it are put there.
import assert from 'node:assert/strict';
import { accessible } from './accessible.mjs';
import { addPerson, run, shows, signIn, signOut, text } from './people.mjs';
import { picturesIn } from './pictures.mjs';
import { runChecks, visitWard } from './visit.mjs';

const [program, browser, pictures] = process.argv.slice(2);

const picture = picturesIn(pictures);
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

const chart = [
  { time: ago(2_000), item: 'therapy', value: 'axicabtagene_ciloleucel', unit: '' },
  { time: ago(60), item: 'weight', value: '80', unit: 'kg' },
  { time: ago(30), item: 'temperature', value: 38.6, unit: 'Cel' },
  { time: ago(30), item: 'systolic_bp', value: 118, unit: 'mm[Hg]' },
];
const infusion = (status) => ({
  resourceType: 'MedicationAdministration', id: 'm1', status, subject: { reference: 'Patient/p1' },
  medicationCodeableConcept: { text: 'norepinephrine' }, effectivePeriod: { start: ago(20) },
  dosage: { rateQuantity: { value: 0.05, code: 'ug/kg/min' } },
});

async function send(seen, path, body) {
  const answer = await fetch(`${seen.address}${path}`, { method: 'POST', headers: { Authorization: `Bearer ${seen.token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
}

async function aNurseAcknowledgesAll(seen) {
  const { page, address } = seen;
  addPerson(seen, 'ada', 'admin');
  addPerson(seen, 'nora', 'nurse');
  seen.token = run(seen, ['token', 'add', 'feed', '--role', 'integration']).match(/[0-9a-f]{64}/)[0];
  await send(seen, '/api/patients/p1/facts', { facts: chart });
  await send(seen, '/fhir', infusion('in-progress'));
  await signIn(page, address, 'nora', '/');
  await page.waitForFunction(() => document.body.textContent.includes('To be given'));
  const states = await page.evaluate(async () => {
    const session = await (await fetch('/session')).json();
    const ward = await (await fetch('/api/ward')).json();
    const headers = { 'X-CSRF-Token': session.csrf_token, 'Content-Type': 'application/json' };
    return Promise.all(ward[0].alerts.map(async ({ id }) => (await fetch(`/api/alerts/${id}/acknowledge`, { method: 'POST', headers, body: '{}' })).status));
  });
  assert.ok(states.length > 1 && states.every((status) => status === 200), states.join());
}

async function andHearsThatItWasTakenBack(seen) {
  const { page } = seen;
  await send(seen, '/fhir', infusion('entered-in-error'));
  await page.waitForFunction(() => document.body.textContent.includes('Rested on a record that was taken back; look again at: CRS, treatment'), { timeout: 20_000 });
  assert.match(await text(page, 'main'), /look again at: CRS, treatment/);
  await accessible(page);
  await picture(page, 'withdrawn');
}

const acknowledge = '.alert button[aria-label^="Acknowledge"]:not([hidden])';

// What the page showed goes with the answer; here something else does, as from a page that was not read anew.
async function aStalePageAnswersNothing(seen) {
  const { page } = seen;
  const versions = [];
  const stale = (request) => {
    if (!request.url().endsWith('/acknowledge')) return void request.continue();
    const said = JSON.parse(request.postData());
    versions.push(said.version);
    void request.continue({ postData: JSON.stringify({ ...said, version: '0'.repeat(16) }) });
  };
  await page.setRequestInterception(true);
  page.on('request', stale);
  await page.click(acknowledge);
  await shows(page, '#trouble', 'this alert has changed since it was shown: it is of high priority; load it again');
  page.off('request', stale);
  await page.setRequestInterception(false);
  assert.equal(versions.length, 1);
  assert.match(versions[0], /^[0-9a-f]{16}$/);
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // the board was read anew meanwhile
  assert.match(await text(page, '#trouble'), /has changed since/);
  await picture(page, 'stale-answer');
  for (let left = (await page.$$(acknowledge)).length; left > 0; --left) {
    await page.click(acknowledge);
    await page.waitForFunction((where, more) => document.querySelectorAll(where).length === more, { timeout: 20_000 }, acknowledge, left - 1);
  }
}

async function andWhatANurseLeavesIsRaisedAgainWithTheReason(seen) {
  const { page, address } = seen;
  await signOut(page);
  addPerson(seen, 'omar', 'nurse');
  await signIn(page, address, 'omar', '/');
  await page.waitForFunction(() => document.body.textContent.includes('nobody owns it: the last session of nora ended'), { timeout: 20_000 });
  await accessible(page);
  await picture(page, 'shift-end');
}

const checks = [aNurseAcknowledgesAll, andHearsThatItWasTakenBack, aStalePageAnswersNothing, andWhatANurseLeavesIsRaisedAgainWithTheReason];
await visitWard(program, browser, (seen) => runChecks(seen, checks));
