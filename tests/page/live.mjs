// node live.mjs PROGRAM BROWSER: the page moves with the ward, says when it does not, and finds its way back.
import assert from 'node:assert/strict';
import { visit } from './visit.mjs';

const [program, browser] = process.argv.slice(2);
const state = (page) => page.$eval('#state-text', (place) => place.textContent);
const until = (page, pattern, seconds, id = 'state-text') =>
  page
    .waitForFunction((where, source) => new RegExp(source).test(document.getElementById(where).textContent), { timeout: seconds * 1000 }, id, pattern)
    .catch(async () => assert.fail(`#${id} did not say ${pattern} within ${seconds} s but: ${await page.$eval(`#${id}`, (place) => place.textContent)}`));

async function isLive({ page }) {
  await until(page, '^Live · ward time ', 20);
}

// Two patients change their grade within the first three minutes of the visit.
async function tellsOfChanges({ page }) {
  await until(page, 'CRS (2 to 3, not certain|2|1), before ', 180, 'polite');
  await until(page, 'alert, demo-\\d\\d: ', 60, 'assertive');
}

// A minute of the demonstration is a second.
async function tellsWhoWasTold({ page }) {
  await page.waitForFunction(() => /Told: nurse, second nurse, /.test(document.body.textContent), { timeout: 60_000 });
}

const opened = []; // addresses of connections made after the first

async function saysWhenItIsNotLive({ page, ward }) {
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.webSocketCreated', ({ url }) => opened.push(url));
  ward.kill('SIGSTOP');
  const stopped = Date.now();
  await until(page, '^NOT LIVE since \\d\\d:\\d\\d:\\d\\d, for \\d+ s', 20);
  const after = (Date.now() - stopped) / 1000;
  assert.ok(after > 7 && after < 13, `it said so after ${after} s; 10 s without a heartbeat are meant`);
  assert.ok(await page.$eval('body', (body) => body.classList.contains('stale')));
  const colours = await page.$$eval('#rows .crs .grade', (all) => [...new Set(all.map((one) => getComputedStyle(one).backgroundColor))]);
  assert.equal(colours.length, 1, `all grades are grey: ${colours}`);
}

async function findsItsWayBack({ page, address, ward }) {
  ward.kill('SIGCONT');
  await until(page, '^Live · ', 30);
  assert.ok(opened.length > 0 && opened.every((url) => /\/api\/live\?after=\d+$/.test(url)), `it goes on by number: ${opened}`);
  assert.ok(!(await page.$eval('body', (body) => body.classList.contains('stale'))));
  const grades = async () => {
    const told = await (await fetch(`${address}/api/ward`)).json();
    return Object.fromEntries(told.map((row) => [row.patient, `grade ${row.crs.at_least}${row.crs.at_most > row.crs.at_least ? ` to ${row.crs.at_most}, not certain` : ''}`]));
  };
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const shown = await page.$$eval('#rows tr', (rows) => Object.fromEntries(rows.map((row) => [row.querySelector('th .main').textContent, row.querySelector('.crs .unseen').textContent])));
  assert.deepEqual(shown, await grades());
}

await visit(program, browser, async (seen) => {
  for (const check of [isLive, tellsOfChanges, tellsWhoWasTold, saysWhenItIsNotLive, findsItsWayBack]) {
    await check(seen);
    assert.deepEqual(seen.wrong, [], check.name);
    console.log(`ok ${check.name}: ${await state(seen.page)}`);
  }
});
