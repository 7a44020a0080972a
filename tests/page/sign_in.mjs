// node sign_in.mjs PROGRAM BROWSER: a new ward is set up, people sign in, see and do what their role may, and sign out.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible } from './accessible.mjs';
import { runChecks, startAgain, startAgainUnderThePage, visitWard } from './visit.mjs';

const [program, browser] = process.argv.slice(2);
const password = 'seven quiet herons';
const formChecks = 15; // that axe has to say of a page with little on it

const run = (seen, words, input = '') => execFileSync(program, [...words, '--data', seen.data], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
const path = (page) => new URL(page.url()).pathname;
const problem = (page) => page.$eval('#problem', (place) => place.textContent);
const buttons = (page) => page.$$eval('#rows button:not([hidden])', (all) => all.map((one) => one.getAttribute('aria-label')));

// Types into the fields by their ids and sends the form by the keyboard.
async function send(page, fields) {
  for (const [id, text] of Object.entries(fields)) {
    await page.$eval(`#${id}`, (place) => (place.value = ''));
    await page.type(`#${id}`, text);
  }
  await page.keyboard.press('Enter');
}

async function refused(page, fields, words) {
  await send(page, fields);
  await page.waitForFunction((text) => document.getElementById('problem').textContent.includes(text), { timeout: 20_000 }, words).catch(async () => assert.fail(`not told "${words}" but "${await problem(page)}"`));
}

async function signIn(page, address, name, leadsTo = '/') {
  await page.goto(`${address}/sign-in`);
  await send(page, { name, password });
  await page.waitForFunction((text, wanted) => location.pathname === wanted && document.getElementById('who-text')?.textContent.startsWith(text), { timeout: 20_000 }, name, leadsTo);
}

async function signOut(page) {
  await page.click('#sign-out');
  await page.waitForFunction(() => location.pathname === '/sign-in' && document.getElementById('notice')?.textContent !== '');
  assert.equal(await page.$eval('#notice', (place) => place.textContent), 'You are signed out. The board is not shown.');
}

// How the same person signs out in another window.
async function elsewhere(page, address) {
  const [cookie] = await page.browserContext().cookies();
  const fields = { Cookie: `${cookie.name}=${cookie.value}` };
  const { csrf_token: token } = await (await fetch(`${address}/session`, { headers: fields })).json();
  return () => fetch(`${address}/session`, { method: 'DELETE', headers: { ...fields, 'X-CSRF-Token': token } });
}

async function isClosedBeforeThereIsAnAdministrator({ page, address }) {
  for (const closed of ['/', '/sign-in']) {
    const response = await page.goto(address + closed);
    assert.equal(response.status(), 503, closed);
    assert.match(await response.text(), /open \/setup/);
  }
}

async function isSetUpByTheTokenOfTheFolder(seen) {
  const { page, address, data } = seen;
  const response = await page.goto(`${address}/setup`);
  assert.equal(response.status(), 200);
  assert.match(response.headers()['content-security-policy'], /^default-src 'none'; script-src 'self'; style-src 'self';/);
  await accessible(page, formChecks);
  assert.deepEqual(await page.$$eval('input', (all) => all.map((one) => one.autocomplete)), ['off', 'username', 'new-password', 'new-password']);
  const token = readFileSync(join(data, 'setup-token'), 'utf8').trim();
  const right = { token, name: 'keeper', password, again: password };
  await refused(page, { ...right, again: 'seven loud herons' }, 'The two passwords are not the same.');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'again', 'the focus is where the mistake is');
  await refused(page, { ...right, token: '0123' }, 'This is not the token in the file setup-token');
  await refused(page, { ...right, password: 'short', again: 'short' }, 'at least 15');
  await send(page, right);
  await page.waitForFunction(() => location.pathname === '/sign-in', { timeout: 20_000 });
  assert.ok(!existsSync(join(data, 'setup-token')), 'the token is used up');
  await page.goto(`${address}/setup`);
  assert.equal(path(page), '/sign-in', 'there is nothing to set up any more');
  await page.goto(address);
  assert.equal(path(page), '/sign-in', 'nobody is signed in');
}

// The board is for those who see patients.
async function anAdministratorIsLedToTheAccounts({ page, address }) {
  await signIn(page, address, 'keeper', '/accounts');
  assert.equal(await page.$eval('#who-text', (place) => place.textContent), 'keeper, admin');
  await signOut(page);
}

// Alerts of a patient: of the grade, and of a drug; and three people who may answer them.
async function takesInAPatient(seen) {
  const token = run(seen, ['token', 'add', 'feed', '--role', 'integration']).match(/[0-9a-f]{64}/)[0];
  for (const role of ['nurse', 'pharmacist', 'physician']) run(seen, ['user', 'add', `one-${role}`, '--role', role], `${password}\n`);
  const before = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const facts = [
    { time: '1961-05-02', item: 'birth_date', value: null },
    { time: before(48), item: 'therapy', value: 'axicabtagene_ciloleucel' },
    { time: before(24), item: 'weight', value: 80, unit: 'kg' },
    { time: before(0.2), item: 'temperature', value: 38.6, unit: 'Cel' },
    { time: before(0.2), item: 'oxygen_device', value: 'room_air' },
    { time: before(0.2), item: 'spo2', value: 96, unit: '%' },
    { time: before(0.1), item: 'rate:norepinephrine', value: '0.05', unit: 'ug/kg/min' },
  ];
  const answer = await fetch(`${seen.address}/api/patients/p1/facts`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ facts }) });
  assert.equal(answer.status, 200, await answer.text());
}

async function tellsAWrongPassword({ page, address }) {
  await page.goto(`${address}/sign-in`);
  await accessible(page, formChecks);
  assert.deepEqual(await page.$$eval('#first-step input', (all) => all.map((one) => one.autocomplete)), ['username', 'current-password']);
  await refused(page, { name: 'one-nurse', password: '' }, 'The password is missing.');
  await refused(page, { name: 'one-nurse', password: 'seven loud herons' }, 'The name or the password is not right.');
  await accessible(page, formChecks);
  assert.equal(path(page), '/sign-in');
  assert.ok(!page.url().includes('heron'));
}

async function aPharmacistIsOfferedAlertsOfDrugsAlone({ page, address }) {
  await signIn(page, address, 'one-pharmacist');
  await page.waitForSelector('#rows tr .alert');
  const offered = await buttons(page);
  assert.ok(offered.length > 0 && offered.every((label) => label.includes('To be given')), offered.join());
  const without = await page.$$eval('#rows .alert:not(.seen)', (all) => all.filter((line) => line.querySelector('button:not([hidden])') === null).length);
  assert.ok(without > 0, 'others are shown without a button');
  await signOut(page);
}

// What the page reads by itself keeps no session going; a key does, at most once a minute.
async function tellsThePersonFromThePage({ page, address }) {
  const readings = { person: 0, page: 0 };
  const note = (request) => {
    if (new URL(request.url()).pathname === '/api/ward') readings[request.headers()['x-background'] === '1' ? 'page' : 'person'] += 1;
  };
  const read = async (who, count) => {
    const end = Date.now() + 20_000;
    while (readings[who] < count && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  page.on('request', note);
  await signIn(page, address, 'one-nurse');
  await read('page', 1); // when the connection is open
  await page.keyboard.press('Tab');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.equal(readings.person, 1, 'the first reading');
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 61_000;
  });
  for (let i = 0; i < 2; ++i) await page.keyboard.press('Tab');
  await read('person', 2);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  page.off('request', note);
  assert.equal(readings.person, 2, 'one more');
  assert.ok(readings.page > 0);
  await signOut(page);
}

async function aNurseAcknowledges({ page, address }) {
  await signIn(page, address, 'one-nurse');
  await page.waitForSelector('#rows tr button:not([hidden])');
  await page.waitForFunction(() => document.getElementById('state-text').textContent.startsWith('Live'), { timeout: 20_000 });
  assert.equal(await page.$eval('#who-text', (place) => place.textContent), 'one-nurse, nurse');
  assert.ok(!(await page.$eval('#mark', (place) => place.checkVisibility())), 'it is no demonstration');
  await accessible(page);
  const open = await buttons(page);
  assert.ok(open.some((label) => label.includes('CRS')) && open.some((label) => label.includes('To be given')), open.join());
  await page.click(`#rows button[aria-label="${open[0]}"]`);
  await page.waitForFunction(() => document.getElementById('polite').textContent === 'Acknowledged, p1.');
  await page.waitForFunction((count) => document.querySelectorAll('#rows button:not([hidden])').length === count, {}, open.length - 1);
  assert.ok((await page.$$eval('#rows .alert .note', (all) => all.map((one) => one.textContent))).includes('acknowledged by one-nurse'));
  await signOut(page);
}

// The same person signs out elsewhere: the page hears of it by itself.
async function saysNotLiveWhenTheSessionEnds({ page, address }) {
  await signIn(page, address, 'one-nurse');
  await page.waitForFunction(() => document.getElementById('state-text').textContent.startsWith('Live'), { timeout: 20_000 });
  const signOutElsewhere = await elsewhere(page, address);
  assert.equal((await signOutElsewhere()).status, 200);
  await page.waitForFunction(() => location.pathname === '/sign-in', { timeout: 20_000 });
  await page.waitForSelector('#notice:not([hidden])');
  assert.match(await page.$eval('#notice', (place) => place.textContent), /^NOT LIVE: your session has ended/);
  assert.match(await page.title(), /^NOT LIVE/);
  await accessible(page, formChecks);
  await page.goBack().catch(() => null);
  await page.waitForFunction(() => location.pathname === '/sign-in' || location.protocol === 'about:');
  assert.equal(await page.$('#rows tr'), null, 'no way back to the board');
}

// The page hears that the session has ended before the answer to its own sign-out is there.
async function whoSignsOutIsToldSoWhateverIsHeardFirst({ page, address }) {
  await signIn(page, address, 'one-nurse');
  await page.waitForFunction(() => document.getElementById('state-text').textContent.startsWith('Live'), { timeout: 20_000 });
  const signOutElsewhere = await elsewhere(page, address);
  const hold = async (request) => {
    if (request.method() === 'DELETE') {
      await signOutElsewhere();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
    await request.continue().catch(() => null); // the page may have gone meanwhile
  };
  await page.setRequestInterception(true);
  page.on('request', hold);
  await signOut(page);
  page.off('request', hold);
  await page.setRequestInterception(false);
}

// By the keyboard, and not without a reason.
async function aPhysicianDeclinesAndSaysWhy({ page, address }) {
  await signIn(page, address, 'one-physician');
  await page.waitForSelector('#rows tr button[aria-label^="Decline"]:not([hidden])');
  const label = await page.$eval('#rows button[aria-label^="Decline"]:not([hidden])', (one) => one.getAttribute('aria-label'));
  await page.focus(`#rows button[aria-label="${label}"]`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#decline[open]');
  await accessible(page, 15);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'decline-reason', 'one may write at once');
  await page.keyboard.type('   ');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('decline-problem').textContent === 'Not declined: say why.');
  await page.keyboard.type('seen at the bed');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('polite').textContent === 'Declined, p1.');
  assert.equal(await page.$('#decline[open]'), null);
  await page.waitForFunction(() => [...document.querySelectorAll('#rows .alert .note')].some((one) => one.textContent === 'declined by one-physician'));
  await signOut(page);
}

// The same page, without signing in: it hears of the ward again, and its changes are taken.
async function theBoardGoesOnAfterARestart(seen) {
  const { page, address } = seen;
  await signIn(page, address, 'one-pharmacist');
  await page.waitForFunction(() => document.getElementById('state-text').textContent.startsWith('Live'), { timeout: 20_000 });
  await page.evaluate(() => (document.body.dataset.before = 'the restart'));
  await startAgainUnderThePage(seen);
  assert.equal(seen.address, address);
  const open = await buttons(page);
  await page.click(`#rows button[aria-label="${open[0]}"]`);
  await page.waitForFunction(() => document.getElementById('polite').textContent === 'Acknowledged, p1.', { timeout: 20_000 });
  await page.waitForFunction((count) => document.querySelectorAll('#rows button:not([hidden])').length < count, { timeout: 20_000 }, open.length);
  assert.equal(await page.evaluate(() => document.body.dataset.before), 'the restart', 'it is the same page');
  await signOut(page);
}

// What is wrong with the ward itself stands above its patients.
async function tellsWhatConcernsTheWardItself(seen) {
  const { page } = seen;
  await startAgain(seen, ['--site', 'example']);
  await signIn(page, seen.address, 'one-nurse');
  await page.waitForFunction(() => document.getElementById('own').checkVisibility(), { timeout: 20_000 });
  const told = await page.$eval('#own .about', (place) => place.textContent);
  assert.equal(told, 'Until this start other packs answered for patients of the ward (1): look at each again');
  const button = await page.$('#own button');
  assert.equal(await button.evaluate((one) => one.getAttribute('aria-label')), `Acknowledge medium alert of the ward itself: ${told}`);
  await accessible(page, 20);
  await button.click();
  await page.waitForFunction(() => !document.getElementById('own').checkVisibility(), { timeout: 20_000 });
  assert.equal(await page.$eval('#polite', (place) => place.textContent), 'Acknowledged, the ward itself.');
}

await visitWard(program, browser, async (seen) => {
  const checks = [isClosedBeforeThereIsAnAdministrator, isSetUpByTheTokenOfTheFolder, anAdministratorIsLedToTheAccounts, takesInAPatient, tellsAWrongPassword, aPharmacistIsOfferedAlertsOfDrugsAlone, tellsThePersonFromThePage, aNurseAcknowledges, whoSignsOutIsToldSoWhateverIsHeardFirst, aPhysicianDeclinesAndSaysWhy, saysNotLiveWhenTheSessionEnds, theBoardGoesOnAfterARestart, tellsWhatConcernsTheWardItself];
  await runChecks(seen, checks);
});
