// node lock.mjs PROGRAM BROWSER [FOLDER]: nobody does anything at the board for half a minute, it is locked, and tells whoever passes by that there are alerts and of no patient;
// by the keyboard. With a folder, pictures of it are put there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessible } from './accessible.mjs';
import { picturesIn } from './pictures.mjs';
import { runChecks, startAgainUnderThePage, visitWard } from './visit.mjs';

const [program, browser, pictures] = process.argv.slice(2);
const password = 'seven quiet herons';
const checks = 12; // that axe has to say of a page with little on it
const patient = 'zebra-stripe-17'; // no word of the page
const untilLocked = 90_000; // milliseconds; 30 s are set

const text = (page, id) => page.$eval(`#${id}`, (place) => place.textContent);
const focus = (page) => page.evaluate(() => document.activeElement.id);
const until = (page, what, timeout, ...more) => page.waitForFunction(what, { timeout }, ...more);
const rows = (page) => page.$$eval('#rows tr', (all) => all.length);
const locked = (page) => until(page, () => document.getElementById('lock')?.open === true && document.getElementById('lock-state').textContent !== 'Asking the ward for alerts', untilLocked);

async function signIn(page, address, name) {
  await page.goto(`${address}/sign-in`);
  await page.type('#name', name);
  await page.type('#password', password);
  await page.keyboard.press('Enter');
  await until(page, (who) => document.getElementById('who-text')?.textContent.startsWith(who), 20_000, name);
}

const picture = picturesIn(pictures);

function prepare(seen) {
  const run = (words, input = '') => execFileSync(program, [...words, '--data', seen.data], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
  for (const [name, role] of [['keeper', 'admin'], ['one-nurse', 'nurse'], ['one-physician', 'physician']]) run(['user', 'add', name, '--role', role], `${password}\n`);
  seen.token = run(['token', 'add', 'feed', '--role', 'integration']).match(/[0-9a-f]{64}/)[0];
  const before = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
  seen.chart = async (facts) => {
    const headers = { Authorization: `Bearer ${seen.token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(`${seen.address}/api/patients/${patient}/facts`, { method: 'POST', headers, body: JSON.stringify({ facts }) });
    assert.equal(answer.status, 200, await answer.text());
  };
  seen.before = before;
  return seen.chart([
    { time: '1961-05-02', item: 'birth_date', value: null },
    { time: before(48), item: 'therapy', value: 'axicabtagene_ciloleucel' },
    { time: before(0.2), item: 'temperature', value: 38.6, unit: 'Cel' },
  ]);
}

async function isLockedAfterRestAndHoldsNoPatient(seen) {
  const { page } = seen;
  await signIn(page, seen.address, 'one-physician');
  await page.waitForSelector('#rows button[aria-label^="Decline"]:not([hidden])');
  await page.click('#rows button[aria-label^="Decline"]:not([hidden])');
  await page.waitForSelector('#decline[open]');
  assert.ok((await page.content()).includes(patient));
  await locked(page);
  assert.ok(!(await page.content()).includes(patient), 'nothing of the patient is left, hidden or not');
  assert.equal(await page.$('#decline[open]'), null);
  assert.equal(await rows(page), 0);
  assert.match(await page.title(), /^Locked · /);
  assert.equal(await text(page, 'lock-who'), 'one-physician, physician, is signed in. Nobody did anything here for a while.');
  assert.match(await text(page, 'lock-state'), /^\d open alerts?, the highest: (low|medium|high) priority$/);
  assert.equal(await focus(page), 'lock-password', 'one may write at once');
  assert.ok(!(await page.$eval('h1', (place) => document.elementFromPoint(place.getBoundingClientRect().x + 2, place.getBoundingClientRect().y + 2) === place)), 'it covers the page');
  await accessible(page, checks);
  await picture(page, 'locked');
}

// What the page hears while it is locked, by the frames of its connection.
async function hearsThatThereIsAnAlertAndNotWhose(seen) {
  const { page } = seen;
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  const heard = [];
  session.on('Network.webSocketFrameReceived', ({ response }) => heard.push(response.payloadData));
  const was = await text(page, 'lock-state');
  await seen.chart([
    { time: seen.before(0.1), item: 'oxygen_device', value: 'room_air' },
    { time: seen.before(0.1), item: 'spo2', value: 96, unit: '%' },
    { time: seen.before(0.05), item: 'rate:norepinephrine', value: '0.05', unit: 'ug/kg/min' },
  ]);
  await until(page, (before) => document.getElementById('lock-state').textContent !== before, 20_000, was);
  assert.match(await text(page, 'lock-state'), /^\d open alerts, the highest: high priority$/);
  assert.match(await page.title(), /^Locked · \d open alerts · /);
  await session.detach();
  assert.ok(heard.some((frame) => JSON.parse(frame).event === 'alert'), heard.join());
  for (const frame of heard) {
    const { event, data } = JSON.parse(frame);
    const members = event === 'alert' ? ['priority', 'state'] : ['at', 'locked', 'open_alerts', 'highest_priority'];
    assert.deepEqual(Object.keys(data), members, frame);
  }
}

async function theWardTellsNothingElse({ page, address }) {
  const [cookie] = await page.browserContext().cookies();
  const fields = { Cookie: `${cookie.name}=${cookie.value}` };
  for (const path of ['/api/ward', `/api/patients/${patient}/assessment`, `/api/patients/${patient}/facts`, '/api/technical']) {
    const answer = await fetch(address + path, { headers: fields });
    assert.equal(answer.status, 423, path);
    assert.equal((await answer.json()).code, 'locked');
  }
  const told = await (await fetch(`${address}/session`, { headers: fields })).json();
  assert.deepEqual([told.name, told.locked, told.has_password], ['one-physician', true, true]);
}

async function escapeAndReloadingOpenNothing({ page, address }) {
  for (let i = 0; i < 3; ++i) await page.keyboard.press('Escape');
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok(await page.$eval('#lock', (place) => place.open));
  await page.goto(address);
  await locked(page);
  assert.equal(await rows(page), 0);
  assert.ok(!(await page.content()).includes(patient));
}

// Nothing is read by them, and the same password opens them.
async function thePagesBesideTheBoardAreLockedToo({ page, address }) {
  await page.goto(`${address}/audit`);
  await until(page, () => document.getElementById('lock')?.open === true, 20_000);
  assert.equal(await page.$('#rows tr'), null);
  assert.equal(await page.$eval('#lock-state', (place) => place.checkVisibility()), false, 'alerts are told at the board');
  assert.equal(await page.title(), 'Locked · Stormkeel');
  await accessible(page, checks);
  await page.keyboard.press('Escape');
  assert.ok(await page.$eval('#lock', (place) => place.open));
  await page.goto(`${address}/account`);
  await until(page, () => location.pathname === '/', 20_000);
  await locked(page);
}

async function aKillOfTheWardOpensNothing(seen) {
  seen.ward.kill('SIGSTOP');
  await until(seen.page, () => /^NOT LIVE since .*: alerts are not told here\.$/.test(document.getElementById('lock-state').textContent), 30_000);
  await picture(seen.page, 'locked-not-live');
  seen.ward.kill('SIGCONT');
  await startAgainUnderThePage(seen, seen.more);
  await until(seen.page, () => document.getElementById('lock-state').textContent.includes('open alert'), 30_000);
  assert.ok(await seen.page.$eval('#lock', (place) => place.open));
}

async function thePasswordUnlocks({ page }) {
  assert.equal(await focus(page), 'lock-password');
  await page.keyboard.press('Enter');
  assert.equal(await text(page, 'lock-problem'), 'The password is missing.');
  await page.keyboard.type('seven loud herons');
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('lock-problem').textContent === 'The present password is not right.', 20_000);
  await picture(page, 'locked-wrong-password');
  await page.keyboard.type(password); // what was wrong is selected
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('lock').open === false, 20_000);
  await page.waitForSelector('#rows tr button:not([hidden])');
  assert.match(await page.title(), /^Ward board/);
  await until(page, () => document.getElementById('state-text').textContent.startsWith('Live'), 20_000);
  assert.equal(await page.$eval('#lock-password', (place) => place.value), '');
}

async function somebodyElseSignsInInstead({ page, address }) {
  await locked(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await focus(page), 'lock-other');
  await page.keyboard.press('Enter');
  await until(page, () => location.pathname === '/sign-in' && !document.getElementById('back').hidden, 20_000);
  assert.match(await text(page, 'notice'), /^The board is locked\./);
  await accessible(page, checks);
  await picture(page, 'beside-locked');
  await page.goto(address);
  await locked(page);
  await signIn(page, address, 'one-nurse');
  await page.waitForSelector('#rows tr');
  assert.equal(await page.$eval('#lock', (place) => place.open), false);
}

// Whoever reads the board goes on: a key every half a minute is enough, and is told to the ward.
async function whoIsThereIsNotLockedOut({ page }) {
  const end = Date.now() + 45_000;
  while (Date.now() < end) {
    await page.keyboard.press('Tab');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    if (await page.$eval('#lock', (place) => place.open)) break;
  }
  assert.equal(await page.$eval('#lock', (place) => place.open), false);
  assert.ok((await rows(page)) > 0);
}

const folder = mkdtempSync(join(tmpdir(), 'stormkeel-lock-'));
try {
  const config = join(folder, 'stormkeel.toml');
  writeFileSync(config, '[sign_in]\nlock_after_seconds = 30\n');
  const more = ['--config', config];
  await visitWard(
    program,
    browser,
    async (seen) => {
      seen.more = more;
      await prepare(seen);
      await runChecks(seen, [isLockedAfterRestAndHoldsNoPatient, hearsThatThereIsAnAlertAndNotWhose, theWardTellsNothingElse, escapeAndReloadingOpenNothing, thePagesBesideTheBoardAreLockedToo, aKillOfTheWardOpensNothing, thePasswordUnlocks, somebodyElseSignsInInstead, whoIsThereIsNotLockedOut]);
    },
    more,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
