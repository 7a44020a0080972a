// node audit.mjs PROGRAM BROWSER [FOLDER]: auditors read the audit backwards, look for rows, save it and review what was
// done; others read what they did themselves. With a folder, pictures of the page are put there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { accessible } from './accessible.mjs';
import { addPerson, hostile, press, run, shows, signIn, signOut, tabToAndType, text } from './people.mjs';
import { picturesIn } from './pictures.mjs';
import { runChecks, visitWard } from './visit.mjs';

const [program, browser, pictures] = process.argv.slice(2);

const picture = picturesIn(pictures);

const numbers = (page) => page.$$eval('#rows tr', (all) => all.map((one) => Number(one.dataset.number)));
async function prepares(seen) {
  addPerson(seen, 'ada', 'admin');
  addPerson(seen, 'ina', 'auditor');
  addPerson(seen, 'nora', 'nurse');
  addPerson(seen, 'flo', 'physician');
  addPerson(seen, 'phil', 'pharmacist');
  const token = run(seen, ['token', 'add', 'feed', '--role', 'integration']).match(/[0-9a-f]{64}/)[0];
  const facts = [{ time: new Date(Date.now() - 3_600_000).toISOString(), item: 'temperature', value: 38.6, unit: 'Cel' }];
  const answer = await fetch(`${seen.address}/api/patients/canary-patient/facts`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ facts }) });
  assert.equal(answer.status, 200);
}

async function aNurseReadsTheirOwnRowsAlone({ page, address }) {
  await signIn(page, address, 'nora', '/');
  await page.waitForSelector('#rows tr');
  await page.evaluate(() => fetch('/api/patients/canary-patient/assessment'));
  await press(page, '#pages a[href="/audit"]');
  await page.waitForFunction(() => location.pathname === '/audit' && document.querySelectorAll('#rows tr').length > 1);
  assert.equal(await text(page, 'h1'), 'What you did');
  const who = await page.$$eval('#rows tr td:nth-child(3) .main', (all) => all.map((one) => one.textContent));
  assert.ok(who.length > 0 && who.every((one) => one === 'nora'), who.join());
  assert.match(await text(page, '#rows'), /read/);
  for (const id of ['chain', 'review', 'who-filter']) assert.ok(!(await page.$eval(`#${id}`, (place) => place.checkVisibility())), id);
  await accessible(page);
  await picture(page, 'audit-own');
  await signOut(page);
}

async function anAuditorIsLedThere({ page, address }) {
  await signIn(page, address, 'ina', '/audit');
  await page.waitForSelector('#rows tr');
  const shown = await numbers(page);
  assert.deepEqual(shown, [...shown].sort((a, b) => b - a), 'newest first');
  assert.ok(!(await page.content()).includes('canary'), 'no patient by their id');
  const [first] = await page.$$('#rows details summary');
  await first.focus();
  await page.keyboard.press('Enter');
  assert.match(await text(page, '#rows details[open] dl'), /Machine’s run/);
  await page.reload(); // a checkpoint is signed within a second of the start
  await page.waitForFunction(() => /^[0-9a-f]{64}$/.test(document.getElementById('checkpoint-head').textContent), { timeout: 20_000 });
  assert.match(await text(page, '#checkpoint-root'), /^[0-9a-f]{64}$/);
  assert.match(await text(page, '#checkpoint-key'), /^[0-9a-f]{64}$/);
  await accessible(page);
  await picture(page, 'audit');
}

async function looksForRows({ page }) {
  await page.evaluate(() => document.activeElement.blur());
  await tabToAndType(page, '#actor', 'nora');
  await tabToAndType(page, '#action', 'read');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 1, { timeout: 20_000 });
  const pseudonym = (await text(page, '#rows .object')).match(/[0-9a-f]{32}/)[0];
  assert.ok(!page.url().includes('nora'));
  await press(page, 'button[type=reset]');
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length > 3);
  await page.evaluate(() => document.activeElement.blur());
  await tabToAndType(page, '#object', pseudonym);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 1);
  await press(page, 'button[type=reset]');
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length > 3);
  await page.$eval('#day', (place) => (place.value = '2001-01-01'));
  await page.focus('#day');
  await page.keyboard.press('Enter');
  await shows(page, '#counts', 'No row found.');
  assert.match(await page.$eval('#export-csv', (place) => place.getAttribute('href')), /since=2001-01-01T|since=2000-12-31T/);
  await press(page, 'button[type=reset]');
  await page.waitForFunction(() => document.getElementById('export-csv').getAttribute('href') === '/api/audit/export.csv');
}

async function savesIt({ page }) {
  const saved = (selector) => page.$eval(selector, async (link) => {
    const response = await fetch(link.href);
    return { kind: response.headers.get('content-disposition'), body: await response.text() };
  });
  const table = await saved('#export-csv');
  assert.match(table.kind, /^attachment; filename="stormkeel-audit-\d{4}-\d\d-\d\d\.csv"$/);
  assert.match(table.body, /^number,at,actor,action,object,role,session,boot,up_ms,program,guideline,before,after\r\n1,/);
  const events = await saved('#export-fhir');
  const lines = events.body.trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(lines.length > 5 && lines.every((one) => one.resourceType === 'AuditEvent'));
  assert.ok(!(table.body + events.body).includes('canary'));
}

// What a physician corrected waits for a pharmacist, who says what they found; what is found wrong is an alert.
async function aPharmacistVerifiesCorrections({ page, address }) {
  await signIn(page, address, 'flo', '/');
  const corrected = await page.evaluate(async () => {
    const { csrf_token: csrf } = await (await fetch('/session')).json();
    const send = (path, body) => fetch(`/api/patients/canary-patient/facts${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf }, body: JSON.stringify(body) });
    const time = new Date(Date.now() - 1_800_000).toISOString();
    await send('', { facts: [{ time, item: 'temperature', value: 39.8, unit: 'Cel' }, { time, item: 'spo2', value: 71, unit: '%' }] });
    const { facts } = await (await fetch('/api/patients/canary-patient/facts')).json();
    const source = (item, value) => facts.find((one) => one.item === item && Number(one.value) === value).source;
    const first = await send('/correct', { source: source('temperature', 39.8), value: 38.8, unit: 'Cel', reason: 'misread the display' });
    const second = await send('/retract', { source: source('spo2', 71), reason: 'the probe was off' });
    return [first.status, second.status];
  });
  assert.deepEqual(corrected, [200, 200]);
  await signOut(page);
  await signIn(page, address, 'phil', '/');
  await press(page, '#pages a[href="/audit"]');
  await page.waitForFunction(() => document.querySelectorAll('#corrected li').length === 2);
  assert.ok(await page.$eval('#corrections', (place) => place.checkVisibility()));
  const waiting = await page.$$eval('#corrected li .title', (all) => all.map((one) => one.textContent));
  assert.match(waiting.join('|'), /Patient canary-patient, temperature of .*: 39\.8 °C became 38\.8 °C/);
  assert.match(waiting.join('|'), /Patient canary-patient, SpO₂ of .*: 71 % was taken back/);
  assert.match(await text(page, '#corrected'), /flo, .*: “misread the display”/);
  await accessible(page);
  await picture(page, 'audit-corrections');
  await press(page, '#corrected li button');
  await shows(page, '#polite', 'Say what you found first.');
  const answersOf = (words) => `#corrected li button[aria-label^="${words}"]`;
  await page.type('#corrected li:first-child input', 'as the monitor shows');
  await press(page, answersOf('Approve: Patient canary-patient, temperature'));
  await shows(page, '#polite', 'Approved: Patient canary-patient, temperature');
  await page.waitForFunction(() => document.querySelectorAll('#corrected > .cosigns li').length === 1);
  await page.type('#corrected > .cosigns li input', 'the probe was on, by the alarm log');
  await press(page, answersOf('Refuse: Patient canary-patient, SpO₂'));
  await shows(page, '#polite', 'Refused: Patient canary-patient, SpO₂');
  await shows(page, '#corrected', 'None waits to be verified.');
  await page.$eval('#corrected details', (place) => (place.open = true));
  assert.match(await text(page, '#corrected details'), /Answered in the last 30 days \(2\)[^]*Refused by phil, .*: “the probe was on, by the alarm log”/);
  await picture(page, 'audit-corrections-answered');
  await page.goto(`${address}/`);
  await shows(page, '#own', 'a pharmacist finds a correction of a chart wrong (1)');
  await signOut(page);
}

// As a ward with 10,000 rows would answer; and what is to be reviewed, in words that try to be more.
async function scrollsThroughTenThousandRows({ page, address }) {
  const context = { role: 'nurse', session: 'a'.repeat(32), before: 'b'.repeat(64), after: 'c'.repeat(64) };
  const entry = (number) => ({ number, at: '2026-03-03T10:00:00Z', actor: hostile[number % hostile.length], action: hostile[(number + 1) % hostile.length], object: hostile[(number + 2) % hostile.length], context });
  const cosigns = hostile.map((words, i) => ({ number: i, kind: 'break glass', state: i % 2 ? 'open' : 'approved', patient: words, object: words, reason: words, by: words, at: '2026-03-03T10:00:00Z', second: words, answer: words, changed_at: '2026-03-03T10:00:00Z' }));
  const answered = [];
  const answer = (request) => {
    const { pathname, searchParams } = new URL(request.url());
    let told;
    if (pathname === '/api/audit/latest') {
      const before = Number(searchParams.get('before') ?? 10_001);
      const rows = Array.from({ length: Math.min(100, before - 1) }, (_, i) => entry(before - 1 - i));
      told = { rows, before: before > 101 ? before - 100 : null };
    } else if (pathname === '/api/cosigns') {
      told = cosigns;
    } else if (pathname.endsWith('/approve')) {
      answered.push([pathname, request.postData()]);
      told = cosigns[1];
    }
    void (told === undefined ? request.continue() : request.respond({ contentType: 'application/json', body: JSON.stringify(told) }));
  };
  await page.setRequestInterception(true);
  page.on('request', answer);
  await page.goto(`${address}/audit`);
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length >= 100 && document.querySelectorAll('#reviews li').length > 1);
  await accessible(page);
  await picture(page, 'audit-review');
  let most = 0;
  for (let reached = 10_000, still = 0; reached > 1 && still < 100; ) {
    await page.evaluate(() => document.getElementById('earlier').scrollIntoView());
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 5))));
    const shown = await page.evaluate(() => ({ count: document.querySelectorAll('#rows tr').length, last: Number(document.querySelector('#rows tr:last-child').dataset.number) }));
    most = Math.max(most, shown.count);
    still = shown.last === reached ? still + 1 : 0;
    reached = shown.last;
    if (still > 20) await page.$eval('#earlier', (one) => one.click());
  }
  assert.equal((await numbers(page)).at(-1), 1, 'to the first row');
  assert.ok(most <= 400, `${most} rows at once`);
  assert.ok(!(await page.$eval('#earlier', (place) => place.checkVisibility())));
  assert.equal(await page.title(), 'Audit · Stormkeel', 'no text has run');
  assert.equal(await page.$('main img, main svg, main iframe, main script, main b'), null);
  for (const words of hostile) assert.ok((await page.$eval('main', (place) => place.textContent)).includes(words), words);
  await page.focus('#newest'); // behind 400 rows
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#rows tr')?.dataset.number === '10000');
  await page.waitForFunction(() => document.getElementById('counts').getBoundingClientRect().top >= 0 && document.querySelector('#rows tr').getBoundingClientRect().bottom < innerHeight);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'filters', 'the keyboard goes on before the first row');
  await page.focus('#sign-out');
  await tabToAndType(page, '#reviews li input', 'the rota says so');
  await press(page, '#reviews li button');
  await shows(page, '#polite', 'Approved: ');
  assert.deepEqual(answered, [['/api/cosigns/1/approve', JSON.stringify({ words: 'the rota says so' })]]);
  page.off('request', answer);
  await page.setRequestInterception(false);
  await page.goto(`${address}/audit`);
  await page.waitForSelector('#rows tr');
  await signOut(page);
}

await visitWard(program, browser, async (seen) => {
  const checks = [prepares, aNurseReadsTheirOwnRowsAlone, anAuditorIsLedThere, looksForRows, savesIt, scrollsThroughTenThousandRows, aPharmacistVerifiesCorrections];
  await runChecks(seen, checks);
});
