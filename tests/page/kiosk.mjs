// node kiosk.mjs PROGRAM BROWSER [FOLDER]: a browser becomes a screen on the wall, shows beds and grades and nothing else, and
// people answer alerts there by badge or name and PIN, which they and an administrator set at their own pages.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { accessible, faults } from './accessible.mjs';
import { addPerson, hostile, password, press, run, shows, signIn, signOut, tabToAndType, text } from './people.mjs';
import { picturesIn } from './pictures.mjs';
import { runChecks, visitWard } from './visit.mjs';

const [program, browser, pictures] = process.argv.slice(2);
const pin = '204817';
const badge = '4711-08';

const picture = picturesIn(pictures);

const visible = (page, id) => page.$eval(`#${id}`, (place) => place.checkVisibility());
const openAlerts = (page) => page.$$eval('#answer-list button', (all) => all.map((one) => one.getAttribute('aria-label')).filter((one) => one.startsWith('Acknowledge: ')));
const isListed = (page) => page.waitForFunction(() => document.getElementById('answer-alerts').checkVisibility(), { timeout: 30_000 });
const before = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();

async function prepares(seen) {
  addPerson(seen, 'ada', 'admin');
  addPerson(seen, 'nora', 'nurse');
  addPerson(seen, 'phil', 'pharmacist');
  const token = (name, role) => run(seen, ['token', 'add', name, '--role', role]).match(/[0-9a-f]{64}/)[0];
  const feed = token('feed', 'integration');
  seen.wall = token('wall-7w', 'kiosk');
  seen.feed = feed;
  const post = async (path, type, body) => {
    const headers = { Authorization: `Bearer ${feed}`, 'Content-Type': type };
    const answer = await fetch(seen.address + path, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.text());
  };
  seen.worsen = (patient, celsius, hours) =>
    post(`/api/patients/${patient}/facts`, 'application/json', {
      facts: [
        { time: before(hours), item: 'temperature', value: celsius, unit: 'Cel' },
        { time: before(hours), item: 'oxygen_device', value: 'nasal_cannula' },
        { time: before(hours), item: 'oxygen_flow', value: 4, unit: 'L/min' },
        { time: before(hours), item: 'spo2', value: 93, unit: '%' },
      ],
    });
  for (const [patient, bed] of [['canary-one', '12'], ['canary-two', '14']]) {
    await post(`/api/patients/${patient}/facts`, 'application/json', {
      facts: [{ time: '1961-05-02', item: 'birth_date', value: null }, { time: before(48), item: 'therapy', value: 'axicabtagene_ciloleucel' }, { time: before(24), item: 'weight', value: 80, unit: 'kg' }],
    });
    await post('/fhir/Encounter', 'application/fhir+json', {
      resourceType: 'Encounter',
      id: `stay-of-${patient}`,
      status: 'in-progress',
      subject: { reference: `Patient/${patient}` },
      location: [{ status: 'active', physicalType: { coding: [{ code: 'bd' }] }, location: { display: bed }, period: { start: before(1) } }],
    });
  }
  await seen.worsen('canary-one', 38.6, 0.2);
  await post('/api/patients/canary-zero/facts', 'application/json', { facts: [{ time: before(48), item: 'therapy', value: 'axicabtagene_ciloleucel' }] });
}

async function aNurseSetsAPin({ page, address }) {
  await signIn(page, address, 'nora', '/');
  await page.goto(`${address}/account`);
  await page.waitForSelector('#pin:not([hidden])');
  assert.match(await text(page, '#pin-state'), /^You have none\./);
  assert.ok(!(await visible(page, 'pin-remove')));
  await tabToAndType(page, '#pin-password', password);
  await tabToAndType(page, '#pin-new', '123456');
  await tabToAndType(page, '#pin-again', '123457');
  await page.keyboard.press('Enter');
  await shows(page, '#pin-problem', 'The two PINs are not the same.');
  for (const again of ['123456', pin]) {
    for (const [id, words] of [['pin-password', password], ['pin-new', again], ['pin-again', again]]) {
      await page.$eval(`#${id}`, (place) => (place.value = ''));
      await page.type(`#${id}`, words);
    }
    await page.keyboard.press('Enter');
    if (again !== pin) await shows(page, '#pin-problem', 'This PIN is a run or a repeat');
  }
  await shows(page, '#pin-done', 'The PIN is set.');
  assert.match(await text(page, '#pin-state'), /^You have one:/);
  assert.equal(await page.$eval('#pin-new', (place) => place.value), '');
  await accessible(page, 15);
  await picture(page, 'kiosk-account');
  await signOut(page);
}

async function anAdministratorGivesABadge({ page, address }) {
  await signIn(page, address, 'ada', '/accounts');
  await page.waitForFunction(() => document.querySelectorAll('#people tr').length === 3);
  const cells = () => page.$$eval('#people tr', (all) => all.map((one) => [one.children[0].textContent, one.children[4].textContent]));
  const ofWall = async (name) => (await cells()).find(([who]) => who === name)?.[1];
  assert.match(await ofWall('nora'), /PIN$/);
  assert.match(await ofWall('phil'), /nothing$/);
  await press(page, '[aria-label="Badge of nora"]');
  await page.keyboard.press('Enter');
  await shows(page, '#badge-problem', 'The number is missing.');
  await page.keyboard.type('a b');
  await page.keyboard.press('Enter');
  await shows(page, '#badge-problem', 'A badge’s number has 4 to 64'.replace('’', "'"));
  assert.deepEqual(await faults(page, 15), []);
  await picture(page, 'kiosk-badge');
  await page.$eval('#badge-number', (place) => (place.value = ''));
  await page.type('#badge-number', badge);
  await page.keyboard.press('Enter');
  await shows(page, '#polite', 'The badge of nora is kept.');
  assert.match(await ofWall('nora'), /PIN, badge$/);
  assert.equal(await page.$eval('#badge', (place) => place.open), false);
  // A second person cannot have it, and one that is given is taken away again.
  await press(page, '[aria-label="Badge of phil"]');
  await page.keyboard.type(badge);
  await page.keyboard.press('Enter');
  await shows(page, '#badge-problem', 'This badge is that of nora');
  await page.$eval('#badge-number', (place) => (place.value = ''));
  await page.type('#badge-number', '5000');
  await page.keyboard.press('Enter');
  await shows(page, '#polite', 'The badge of phil is kept.');
  await press(page, '[aria-label="Badge of phil"]');
  await press(page, '#badge-remove');
  await shows(page, '#polite', 'The badge of phil is removed.');
  await accessible(page);
  await signOut(page);
}

async function aBrowserBecomesAScreen(seen) {
  const { page, address } = seen;
  await page.goto(`${address}/kiosk`);
  await page.waitForSelector('#entry:not([hidden])');
  await accessible(page, 10);
  await picture(page, 'kiosk-entry');
  await tabToAndType(page, '#token', 'f'.repeat(64));
  await page.keyboard.press('Enter');
  await shows(page, '#problem', 'This is no token of a kiosk');
  for (const wrong of [seen.feed, seen.wall]) {
    await page.type('#token', wrong);
    await page.keyboard.press('Enter');
    if (wrong === seen.feed) await page.waitForFunction(() => document.getElementById('token').value === '' && document.getElementById('problem').textContent !== '');
  }
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 3);
  assert.equal(await text(page, '#screen'), 'wall-7w');
  assert.deepEqual(await page.$$eval('#rows th .main', (all) => all.map((one) => one.textContent)), ['12', '14', 'no bed known'], 'most urgent first');
  assert.ok(!(await page.content()).includes('canary') && !(await page.content()).includes('1961'), 'nobody by name');
  assert.equal(await page.evaluate(() => document.cookie), '', 'no script reads the token');
  assert.match(await text(page, '#state-text'), /^(Live|DEGRADED) · \d\d:\d\d:\d\d$/);
  assert.ok(!/alert|high|medium|acknowledged/i.test(await text(page, '#rows')), 'of alerts nothing stands there');
  assert.match(await text(page, '#rows tr .data'), /^\w{3} \d\d:\d\d, \d+ min ago$/, 'how old the data are does');
  const [cookie] = (await page.cookies()).filter((one) => one.name === 'stormkeel-kiosk');
  assert.ok(cookie.httpOnly && cookie.sameSite === 'Strict' && cookie.expires > Date.now() / 1_000 + 300 * 86_400);
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 3);
  assert.ok(!(await visible(page, 'entry')), 'it is one after a new start of the browser too');
  await accessible(page, 15);
  await picture(page, 'kiosk-board');
}

// What the cookie opens is what the token opens, and to the page of the screen alone.
async function theCookieOpensNothingElse({ page }) {
  const status = (path, headers = {}, method = 'GET') =>
    page.evaluate((where, fields, how) => fetch(where, { method: how, headers: fields, redirect: 'manual' }).then((one) => one.status), path, headers, method);
  assert.equal(await status('/api/ward', { 'X-Kiosk': '1' }), 200);
  assert.equal(await status('/api/ward'), 401);
  for (const path of ['/api/patients/canary-one/assessment', '/api/technical', '/api/events', '/api/live', '/fhir/Patient', '/api/users', '/api/audit']) {
    assert.equal(await status(path, { 'X-Kiosk': '1' }), 403, path);
  }
  assert.equal(await status('/api/alerts/1/acknowledge', { 'X-Kiosk': '1' }, 'POST'), 403);
}

async function aBadgeAndAPinAcknowledge({ page }) {
  await press(page, '#open-answer');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'person');
  assert.equal(await page.$eval('#person', (place) => place.type), 'password');
  await page.keyboard.type(badge); // as a reader does
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'pin');
  assert.equal(await text(page, '#answer-problem'), '');
  assert.deepEqual(await faults(page, 15), []);
  await picture(page, 'kiosk-answer');
  await page.keyboard.type('739152');
  await page.keyboard.press('Enter');
  await shows(page, '#answer-problem', 'The name or badge and the PIN do not fit.');
  assert.equal(await page.$eval('#pin', (place) => place.value), '', 'it is typed anew');
  assert.equal(await text(page, '#answer-list'), '', 'nothing is told to who is not known');
  for (const digit of pin) await page.click(`#keypad button:nth-child(${digit === '0' ? 11 : digit})`);
  await page.click('#keypad [aria-label="Delete the last digit"]');
  await page.click(`#keypad button:nth-child(${pin.at(-1)})`);
  await page.click('#answer-send');
  await isListed(page);
  const open = await openAlerts(page);
  assert.ok(open.every((one) => /^Acknowledge: (high|medium|low) priority alert, bed 1[24]$/.test(one)), open.join());
  assert.match(open[0], /^Acknowledge: high priority alert, bed 12$/);
  assert.match(await text(page, '#answer-list'), /no bed known.*answer it at the board/, 'nobody answers for somebody who cannot be told from others');
  assert.ok(!(await page.content()).includes('canary'), 'nobody by name here either');
  assert.deepEqual(await faults(page, 15), []);
  await picture(page, 'kiosk-alerts');
  await press(page, `#answer-list [aria-label="${open[0]}"]`);
  await shows(page, '#done', `Acknowledged by nora: ${open[0].slice('Acknowledge: '.length)}.`);
  await page.waitForFunction((count) => [...document.querySelectorAll('#answer-list button')].filter((one) => one.textContent === 'Acknowledge').length === count, {}, open.length - 1);
  assert.ok((await page.$$eval('#answer-list .seen .note', (all) => all.map((one) => one.textContent))).includes('acknowledged'));
  await picture(page, 'kiosk-answered');
  await press(page, '#answer-done');
  assert.equal(await page.$eval('#answer', (place) => place.open), false);
  assert.equal(await text(page, '#answer-list'), '', 'nothing of it stays');
  await accessible(page, 15);
}

async function aNewAlertIsSilencedByName(seen) {
  const { page } = seen;
  await seen.worsen('canary-two', 39.4, 0.1);
  await press(page, '#open-answer');
  await page.click('#by-name');
  assert.equal(await page.$eval('#person', (place) => place.type), 'text');
  await page.keyboard.type('nora');
  await page.keyboard.press('Enter');
  await page.keyboard.type(pin);
  await page.keyboard.press('Enter');
  await isListed(page);
  await press(page, '#answer-list [aria-label="Silence 2 min: high priority alert, bed 14"]');
  await shows(page, '#done', 'Silenced by nora: high priority alert, bed 14.');
  await page.waitForFunction(() => [...document.querySelectorAll('#answer-list .seen .note')].some((one) => one.textContent === 'snoozed'));
  await page.keyboard.press('Escape');
  // What was begun and left is gone.
  await press(page, '#open-answer');
  await page.keyboard.type(badge);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.getElementById('answer').open && document.getElementById('person').value === '');
}

// A feed that says nothing makes old grades of those that stand there: the screen says so, and what it is that it is not
// told stands on the board.
async function itTellsThatTheWardItselfIsNotWell({ page }) {
  const answer = (request) =>
    void (request.url().endsWith('/api/ward')
      ? request.respond({ contentType: 'application/json', headers: { 'Stormkeel-Degraded': 'true' }, body: JSON.stringify(hostile.map((bed) => ({ bed, crs: { at_least: 0, at_most: 4 }, icans: { at_least: 0, at_most: 4 }, newest_fact: null }))) })
      : request.continue());
  await page.setRequestInterception(true);
  page.on('request', answer);
  await page.waitForFunction((count) => document.querySelectorAll('#rows tr').length === count && document.getElementById('degraded').checkVisibility(), {}, hostile.length);
  assert.deepEqual(await page.$$eval('#rows th .main', (all) => all.map((one) => one.textContent)), hostile);
  assert.match(await text(page, '#state-text'), /^DEGRADED · /, 'it is not called live');
  assert.equal(await page.$('#rows img, #rows svg, #rows iframe, #rows script, #rows b'), null);
  await accessible(page, 15);
  await picture(page, 'kiosk-degraded');
  page.off('request', answer);
  await page.setRequestInterception(false);
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 3);
}

// An administrator, at another machine.
async function closesTheToken({ page, address }) {
  const context = await page.browser().createBrowserContext();
  const other = await context.newPage();
  await signIn(other, address, 'ada', '/accounts');
  await other.waitForSelector('[aria-label="Close the token wall-7w"]');
  await other.focus('[aria-label="Close the token wall-7w"]');
  await other.keyboard.press('Enter');
  await other.focus('#question-yes');
  await other.keyboard.press('Enter');
  await shows(other, '#polite', 'The token wall-7w is closed.');
  await context.close();
}

// The screen says when it is not live, and a closed token takes everything from it.
async function itIsNeverQuietlyOld(seen) {
  const { page } = seen;
  seen.ward.kill('SIGSTOP');
  await page.waitForFunction(() => document.getElementById('state-text').textContent.startsWith('NOT LIVE since'), { timeout: 30_000 });
  assert.ok(await page.$eval('body', (body) => body.classList.contains('stale')));
  await picture(page, 'kiosk-stale');
  seen.ward.kill('SIGCONT');
  await page.waitForFunction(() => /^(Live|DEGRADED)/.test(document.getElementById('state-text').textContent), { timeout: 30_000 });
  await closesTheToken(seen);
  await shows(page, '#notice', 'NOT LIVE: the token of this screen is closed');
  assert.equal(await page.$('#rows tr'), null);
  await page.reload();
  await page.waitForSelector('#entry:not([hidden])');
  const next = run(seen, ['token', 'add', 'wall-7e', '--role', 'kiosk']).match(/[0-9a-f]{64}/)[0];
  await page.type('#token', next);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 3);
  assert.equal(await text(page, '#screen'), 'wall-7e');
}

// While a PIN is looked at nothing else is asked, and the dialog waits for the ward.
async function aCheckThatTakesLongIsWaitedFor({ page }) {
  let held;
  const hold = (request) => {
    if (request.url().endsWith('/api/kiosk/alerts')) held = request;
    else void request.continue();
  };
  await page.setRequestInterception(true);
  page.on('request', hold);
  await press(page, '#open-answer');
  await page.keyboard.type(badge);
  await page.keyboard.press('Enter');
  await page.keyboard.type('739152');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 100 && held === undefined; ++i) await new Promise((resolve) => setTimeout(resolve, 20));
  await page.keyboard.press('Escape');
  await page.click('#answer-not');
  assert.ok(await page.$eval('#answer', (place) => place.open), 'it waits for the ward');
  page.off('request', hold);
  await held.continue();
  await shows(page, '#answer-problem', 'The name or badge and the PIN do not fit.');
  await page.setRequestInterception(false);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.getElementById('answer').open);
}

// With the cookie of a session a browser is no screen; it says so, and how it can be one.
async function whoIsSignedInIsToldSo({ page, address }) {
  const context = await page.browser().createBrowserContext();
  const other = await context.newPage();
  await signIn(other, address, 'nora', '/');
  await other.goto(`${address}/kiosk`);
  await shows(other, '#notice', 'Somebody is signed in with this browser.');
  await context.close();
}

async function theAuditSaysWhoAndWhere(seen) {
  addPerson(seen, 'ina', 'auditor');
  const { page, address } = seen;
  await signIn(page, address, 'ina', '/audit');
  const rows = await page.evaluate(() => fetch('/api/audit/latest').then((one) => one.json()));
  const done = rows.rows.filter((one) => one.actor === 'nora' && one.context?.kiosk === 'wall-7w').map((one) => one.action);
  assert.deepEqual(done, ['view', 'snooze', 'view', 'view', 'acknowledge', 'view'], 'newest first');
  assert.ok(rows.rows.some((one) => one.action === 'open screen' && one.object === 'kiosk wall-7w'));
  assert.ok(rows.rows.some((one) => one.action === 'PIN failed' && one.actor === 'wall-7w'));
}

await visitWard(program, browser, async (seen) => {
  const checks = [prepares, aNurseSetsAPin, anAdministratorGivesABadge, aBrowserBecomesAScreen, theCookieOpensNothingElse, aBadgeAndAPinAcknowledge, aNewAlertIsSilencedByName, aCheckThatTakesLongIsWaitedFor, whoIsSignedInIsToldSo, itTellsThatTheWardItselfIsNotWell, itIsNeverQuietlyOld, theAuditSaysWhoAndWhere];
  await runChecks(seen, checks);
});
