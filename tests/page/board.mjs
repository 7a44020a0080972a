// node board.mjs PROGRAM BROWSER: the page shows the ward to eyes, ears and keyboards, and runs nothing foreign.
import assert from 'node:assert/strict';
import { accessible, faults } from './accessible.mjs';
import { runChecks, visit } from './visit.mjs';

const [program, browser] = process.argv.slice(2);

async function letsEverybodyIn({ page }) {
  await accessible(page, 20, async (scheme) => {
    await page.evaluate(() => document.body.classList.add('stale'));
    assert.deepEqual(await faults(page), [], `${scheme}, not live`);
    await page.evaluate(() => document.body.classList.remove('stale'));
  });
}

async function tellsWhatTheWardTells({ page, address }) {
  const ward = await (await fetch(`${address}/api/ward`)).json();
  const shown = await page.evaluate(() => ({
    mark: document.getElementById('mark').checkVisibility() && document.getElementById('mark').textContent,
    rows: [...document.querySelectorAll('#rows tr')].map((row) => ({
      patient: row.querySelector('th[scope=row] .main').textContent,
      therapy: row.querySelector('.therapy .main').textContent,
      crs: row.querySelector('.crs .unseen').textContent,
      shape: getComputedStyle(row.querySelector('.crs .shape')).clipPath + getComputedStyle(row.querySelector('.crs .shape')).borderRadius,
    })),
  }));
  assert.equal(shown.mark, 'Demonstration: invented patients');
  assert.deepEqual(shown.rows.map((row) => row.patient).sort(), ward.map((row) => row.patient).sort());
  for (const row of ward) {
    const line = shown.rows.find((one) => one.patient === row.patient);
    assert.equal(line.therapy, row.therapy.replaceAll('_', ' '));
    const { at_least: least, at_most: most } = row.crs;
    assert.equal(line.crs, least === most ? `grade ${least}` : `grade ${least} to ${most}, not certain`, row.patient);
  }
  assert.ok(new Set(shown.rows.map((row) => row.shape)).size >= 4, 'each grade has a shape of its own');
}

async function acknowledgesByKeyboard({ page, address }) {
  for (let i = 0; i < 40; ++i) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.tagName === 'BUTTON')) break;
  }
  const before = await page.evaluate(() => ({
    label: document.activeElement.getAttribute('aria-label'),
    patient: document.activeElement.closest('tr')?.querySelector('th .main').textContent,
  }));
  assert.match(before.label, /^Acknowledge (high|medium|low) alert of demo-\d\d: /);
  await page.keyboard.press('Enter');
  await page.waitForFunction((label) => document.activeElement.getAttribute('aria-label') !== label, {}, before.label);
  const focus = await page.evaluate(() => document.activeElement.closest('tr')?.querySelector('th .main').textContent);
  assert.equal(focus, before.patient, 'the focus stays with the patient');
  const ward = await (await fetch(`${address}/api/ward`)).json();
  const alerts = ward.find((row) => row.patient === before.patient).alerts;
  assert.ok(alerts.some((alert) => alert.by === 'demonstration'), 'the ward knows who acknowledged it');
  assert.match(await page.$eval('#polite', (place) => place.textContent), /^Acknowledged, demo-\d\d\.$/);
}

// A name is text, whatever stands in it.
async function showsHostileNamesAsText({ page, address }) {
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const ward = await (await fetch(`${address}/api/ward`)).json();
  for (const row of ward) {
    row.patient += hostile;
    row.therapy += hostile;
    row.next = hostile;
    row.due = { item: hostile, due: new Date().toISOString(), overdue: false };
    for (const alert of row.alerts) Object.assign(alert, { condition: hostile, by: hostile, state: 'acknowledged' });
  }
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (new URL(request.url()).pathname !== '/api/ward') return request.continue();
    return request.respond({ status: 200, contentType: 'application/json', body: JSON.stringify(ward) });
  });
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 12);
  const seen = await page.evaluate(() => ({
    title: document.title,
    foreign: document.querySelectorAll('main img, main script').length,
    text: document.querySelector('#rows').textContent,
  }));
  assert.equal(seen.title, 'Ward board · Stormkeel');
  assert.equal(seen.foreign, 0);
  assert.ok(seen.text.includes(`demo-01${hostile}`));
}

await visit(program, browser, async (seen) => {
  await runChecks(seen, [tellsWhatTheWardTells, letsEverybodyIn, acknowledgesByKeyboard, showsHostileNamesAsText]);
});
