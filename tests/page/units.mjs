// node units.mjs PROGRAM BROWSER: somebody of one unit sees its patients, opens one of another with a reason, and the
// people there see it at once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { accessible, faults } from './accessible.mjs';
import { picturesIn } from './pictures.mjs';
import { runChecks, visitWard } from './visit.mjs';

const [program, browser] = process.argv.slice(2);
const password = 'seven quiet herons';
const shots = process.env['STORMKEEL_SHOTS']; // a folder for pictures, for whoever wants to look

const run = (seen, words, input = '') => execFileSync(program, [...words, '--data', seen.data], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
const patients = (page) => page.$$eval('#rows th[scope=row] .main', (all) => all.map((one) => one.textContent).sort());
const text = (page, id) => page.$eval(`#${id}`, (place) => (place.checkVisibility() ? place.textContent : null));
const rowOf = (page, patient) =>
  page.$$eval('#rows th[scope=row]', (all, id) => all.find((one) => one.querySelector('.main').textContent === id)?.innerText.split('\n').filter(Boolean), patient);

async function send(page, fields) {
  for (const [id, words] of Object.entries(fields)) {
    await page.$eval(`#${id}`, (place) => (place.value = ''));
    await page.type(`#${id}`, words);
  }
  await page.keyboard.press('Enter');
}

async function signIn(page, address, name) {
  await page.goto(`${address}/sign-in`);
  await send(page, { name, password });
  await page.waitForFunction((start) => document.getElementById('who-text')?.textContent.startsWith(start), { timeout: 20_000 }, name);
}

const picture = picturesIn(shots);

// To the next button of this name, by the keyboard alone.
async function tabTo(page, id) {
  for (let i = 0; i < 40; ++i) {
    if (await page.evaluate((wanted) => document.activeElement.id === wanted, id)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`#${id} is not reached by the keyboard`);
}

async function takesInPatients(seen) {
  const token = run(seen, ['token', 'add', 'feed', '--role', 'integration']).match(/[0-9a-f]{64}/)[0];
  const post = async (path, type, body) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': type };
    const answer = await fetch(seen.address + path, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.text());
  };
  const before = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();
  seen.lieIn = (patient, unit) =>
    post('/fhir/Encounter', 'application/fhir+json', {
      resourceType: 'Encounter',
      id: `stay-of-${patient}`,
      status: 'in-progress',
      subject: { reference: `Patient/${patient}` },
      location: [{ status: 'active', location: { display: unit }, period: { start: before(1) } }],
    });
  for (const patient of ['west-1', 'icu-1', 'new-1']) {
    await post(`/api/patients/${patient}/facts`, 'application/json', {
      facts: [
        { time: '1961-05-02', item: 'birth_date', value: null },
        { time: before(48), item: 'therapy', value: 'axicabtagene_ciloleucel' },
        { time: before(24), item: 'weight', value: 80, unit: 'kg' },
        { time: before(0.2), item: 'temperature', value: 38.6, unit: 'Cel' },
        { time: before(0.2), item: 'oxygen_device', value: 'room_air' },
        { time: before(0.2), item: 'spo2', value: 96, unit: '%' },
      ],
    });
  }
  await seen.lieIn('west-1', '7 West');
  await seen.lieIn('icu-1', 'ICU');
  run(seen, ['user', 'add', 'keeper', '--role', 'admin'], `${password}\n`);
  assert.match(run(seen, ['user', 'add', 'wes', '--role', 'nurse', '--unit', '7 West'], `${password}\n`), /^wes may sign in as nurse\n$/);
  run(seen, ['user', 'add', 'ida', '--role', 'physician', '--unit', 'ICU', '--unit', '7 West'], `${password}\n`);
  assert.match(run(seen, ['user', 'add', 'ben', '--role', 'nurse', '--unit', '9 North'], `${password}\n`), /no patient is in 9 North now; there are patients in 7 West, ICU/);
  assert.match(run(seen, ['user', 'list']), /ida {2}physician {2}since \S+ {2}units ICU, 7 West\n/);
}

async function theBoardIsThatOfTheUnit({ page, address }) {
  await signIn(page, address, 'wes');
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 2);
  assert.deepEqual(await patients(page), ['new-1', 'west-1']);
  assert.equal(await text(page, 'units-text'), 'Unit: 7 West');
  assert.equal(await text(page, 'glass'), null);
  assert.ok((await rowOf(page, 'west-1')).includes('7 West'));
  assert.ok((await rowOf(page, 'new-1')).includes('unit not known'));
  await accessible(page, 20);
}

async function somebodyOfAnotherUnitIsOpenedWithAReason(seen) {
  const { page } = seen;
  await tabTo(page, 'open-other');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'open-patient');
  assert.deepEqual(await faults(page, 15), []);
  await picture(page, 'dialog');
  await page.keyboard.type('icu-9');
  await page.keyboard.press('Tab');
  await page.keyboard.type('covers ICU tonight');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('open-problem').textContent !== '');
  assert.match(await text(page, 'open-problem'), /^Not opened: the ward knows no such patient\.$/);
  await send(page, { 'open-patient': 'icu-1', 'open-reason': 'asked' });
  await page.waitForFunction(() => document.getElementById('open-problem').textContent.includes('in a few words'));
  await send(page, { 'open-reason': 'covers ICU tonight' });
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 3);
  assert.equal(await page.$eval('#open', (place) => place.open), false);
  assert.equal(await page.evaluate(() => document.activeElement.querySelector('.main')?.textContent), 'icu-1', 'the focus is where the patient is');
  assert.equal(await text(page, 'glass'), 'You opened 1 patient from outside your unit. It is recorded and will be reviewed.');
  const row = await rowOf(page, 'icu-1');
  assert.ok(row.includes('ICU') && row.some((line) => /^Opened by you until \w{3},? \d\d:\d\d$/.test(line)), row.join('|'));
  await picture(page, 'opened');
  await accessible(page, 20);
}

async function itsPeopleSeeWhoAndWhyAtOnce(seen) {
  const { page, address } = seen;
  const context = await page.browser().createBrowserContext();
  const other = await context.newPage();
  await signIn(other, address, 'ida');
  await other.waitForFunction(() => document.querySelectorAll('#rows tr').length === 3);
  assert.equal(await text(other, 'units-text'), 'Units: ICU, 7 West');
  assert.equal(await text(other, 'glass'), null);
  const row = await rowOf(other, 'icu-1');
  assert.ok(row.some((line) => /^Opened from another unit by wes, \w{3},? \d\d:\d\d: covers ICU tonight$/.test(line)), row.join('|'));
  await picture(other, 'their-unit');
  await accessible(other, 20);
  await context.close();
}

async function whoIsMovedComesAndGoes(seen) {
  const { page } = seen;
  await seen.lieIn('west-1', 'ICU');
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 2);
  assert.deepEqual(await patients(page), ['icu-1', 'new-1']);
  await seen.lieIn('icu-1', '7 West');
  await seen.lieIn('west-1', '7 West');
  await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 3);
}

await visitWard(program, browser, async (seen) => {
  const checks = [takesInPatients, theBoardIsThatOfTheUnit, somebodyOfAnotherUnitIsOpenedWithAReason, itsPeopleSeeWhoAndWhyAtOnce, whoIsMovedComesAndGoes];
  await runChecks(seen, checks);
});
