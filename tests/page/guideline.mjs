// node guideline.mjs PROGRAM BROWSER [FOLDER]: a version of the packs is staged on the command line, seen with its
// differences, approved by a physician and a pharmacist, and in use after a start. With a folder, pictures are put there.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessible } from './accessible.mjs';
import { addPerson, hostile, press, run, shows, signIn, signOut, tabToAndType, text } from './people.mjs';
import { picturesIn } from './pictures.mjs';
import { runChecks, startAgain, visitWard } from './visit.mjs';

const [program, browser, pictures] = process.argv.slice(2);
const packs = mkdtempSync(join(tmpdir(), 'stormkeel-packs-'));
let staged;

const picture = picturesIn(pictures, true);

async function prepares(seen) {
  for (const [name, role] of [['ada', 'admin'], ['phil', 'physician'], ['carl', 'pharmacist'], ['nora', 'nurse']]) addPerson(seen, name, role);
  cpSync(new URL('../../guidelines', import.meta.url), packs, { recursive: true });
  const file = join(packs, 'astct-2019', 'crs.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace('Fever from 38.0', 'Fever from 38.1'));
  staged = run(seen, ['guideline', 'stage', packs, '--by', 'ada']).match(/[0-9a-f]{64}/)[0];
}

async function anAdministratorSeesItAndAnswersNothing({ page, address }) {
  await signIn(page, address, 'ada', '/accounts');
  await press(page, '#pages a[href="/guideline"]');
  await shows(page, '#staged', 'ASTCT.G1.fever');
  assert.match(await text(page, '#staged h3'), /waits for approval/);
  assert.match(await text(page, '#in-use-approved'), /nobody/);
  assert.match(await text(page, '.difference'), /38\.0 °C[^]*38\.1 °C/);
  assert.equal(await page.$('#staged button'), null);
  await accessible(page);
  await picture(page, 'guideline-staged');
  await signOut(page);
}

async function aNurseIsLedElsewhere({ page, address }) {
  await signIn(page, address, 'nora', '/');
  assert.equal(await page.$('#pages a[href="/guideline"]'), null);
  await page.goto(`${address}/guideline`);
  await page.waitForFunction(() => location.pathname === '/');
  await signOut(page);
}

async function twoPersonsApproveIt({ page, address }) {
  await signIn(page, address, 'phil', '/');
  await press(page, '#pages a[href="/guideline"]');
  await page.waitForSelector('#staged button');
  await press(page, '#staged button');
  await shows(page, '#polite', 'Say why first.');
  await page.keyboard.type('read against its sources');
  await press(page, '#staged button');
  await shows(page, '#polite', 'Approved: version');
  assert.equal(await page.$('#staged button'), null, 'phil has answered');
  await signOut(page);
  await signIn(page, address, 'carl', '/');
  await page.goto(`${address}/guideline`);
  await shows(page, '#staged', 'Approved by phil');
  await accessible(page);
  await picture(page, 'guideline-answer');
  await page.evaluate(() => document.activeElement.blur());
  await tabToAndType(page, '#staged input', 'fits our formulary');
  await press(page, '#staged button');
  await shows(page, '#waits', `Version ${staged.slice(0, 12)} is approved and waits`);
  await accessible(page);
  await picture(page, 'guideline-waits');
  await page.goto(address);
  await shows(page, '#own', 'Two persons approved the guideline version');
  await picture(page, 'guideline-board');
}

async function itIsInUseAfterAStart(seen) {
  await startAgain(seen, []);
  const { page, address } = seen; // a start signs nobody out
  await page.goto(`${address}/guideline`);
  await shows(page, '#in-use-approved', 'phil and carl');
  assert.equal(await text(page, '#in-use-sha256'), staged);
  assert.ok(!(await page.$eval('#waits', (place) => place.checkVisibility())));
  await picture(page, 'guideline-in-use');
}

// Words of packs and persons that try to be more.
async function showsWordsAsWords({ page, address }) {
  const differences = hostile.map((words) => ({ id: words, words }));
  const version = { sha256: staged, state: 'open', staged_by: hostile[0], staged_at: '2026-03-03T10:00:00Z', expires_at: '2026-04-02T10:00:00Z', packs: hostile, fingerprint: null, problems: hostile, note: hostile[1], added: differences, removed: differences, changed: differences, approvals: ['physician', 'pharmacist'].map((role) => ({ role, state: 'open', by: null, words: null, at: null })) };
  const told = { in_use: { sha256: staged, approved_by: hostile, since: null, packs: hostile, fingerprint: '' }, waits_for_restart: null, staged: [version] };
  await page.setRequestInterception(true);
  const answer = (request) => void (request.url().endsWith('/api/guidelines') ? request.respond({ contentType: 'application/json', body: JSON.stringify(told) }) : request.continue());
  page.on('request', answer);
  await page.goto(`${address}/guideline`);
  await page.waitForSelector('#staged button');
  assert.ok(await page.$eval('#staged button', (one) => one.disabled), 'with a mistake it is not approved');
  assert.equal(await page.title(), 'Guideline · Stormkeel', 'no text has run');
  assert.equal(await page.$('main img, main svg, main iframe, main script, main b'), null);
  for (const words of hostile) assert.ok((await page.$eval('main', (place) => place.textContent)).includes(words), words);
  await accessible(page);
  await picture(page, 'guideline-hostile');
  page.off('request', answer);
  await page.setRequestInterception(false);
}

try {
  await visitWard(program, browser, async (seen) => {
    const checks = [prepares, anAdministratorSeesItAndAnswersNothing, aNurseIsLedElsewhere, twoPersonsApproveIt, itIsInUseAfterAStart, showsWordsAsWords];
    await runChecks(seen, checks);
  });
} finally {
  rmSync(packs, { recursive: true, force: true });
}
