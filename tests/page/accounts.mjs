// node accounts.mjs PROGRAM BROWSER [FOLDER]: administrators keep accounts and tokens, and two of them join a patient's
// records; by the keyboard. With a folder, pictures of the page are put there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { accessible } from './accessible.mjs';
import { addPerson, hostile, press, run, shows, signIn, signOut, tabTo, tabToAndType, text } from './people.mjs';
import { picturesIn } from './pictures.mjs';
import { runChecks, visitWard } from './visit.mjs';

const [program, browser, pictures] = process.argv.slice(2);

const picture = picturesIn(pictures, true);

const rowsOf = (page, id) => page.$$eval(`#${id} tr`, (all) => all.map((one) => [...one.children].map((cell) => cell.textContent.trim())));
async function prepares(seen) {
  addPerson(seen, 'ada', 'admin');
  addPerson(seen, 'ben', 'admin');
  addPerson(seen, 'nora', 'nurse');
  seen.feed = run(seen, ['token', 'add', 'feed', '--role', 'integration']).match(/[0-9a-f]{64}/)[0];
  for (const id of ['p1', 'p2']) {
    const facts = [{ time: new Date(Date.now() - 3_600_000).toISOString(), item: 'temperature', value: 38.6, unit: 'Cel' }];
    const answer = await fetch(`${seen.address}/api/patients/${id}/facts`, { method: 'POST', headers: { Authorization: `Bearer ${seen.feed}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ facts }) });
    assert.equal(answer.status, 200);
  }
}

async function leadsAnAdministratorThere({ page, address }) {
  await signIn(page, address, 'ada', '/accounts');
  await page.waitForFunction(() => document.querySelectorAll('#people tr').length === 3);
  assert.deepEqual((await rowsOf(page, 'people')).map(([name, role]) => [name, role]).sort(), [['ada', 'admin'], ['ben', 'admin'], ['nora', 'nurse']]);
  assert.ok(!(await page.content()).includes('p1'), 'no patient is named');
  await accessible(page);
  await picture(page, 'accounts');
  await page.goto(address);
  await page.waitForFunction(() => location.pathname === '/accounts');
}

async function addsAPersonWithAPasswordThatIsShownOnce(seen) {
  const { page, address } = seen;
  await page.waitForFunction(() => document.querySelectorAll('#people tr').length === 3);
  await tabToAndType(page, '#name', 'bad name');
  await page.keyboard.press('Enter');
  await shows(page, '#person-problem', 'A name has 1 to 64 letters');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'name', 'the focus is where the mistake is');
  await accessible(page);
  await page.$eval('#name', (place) => (place.value = ''));
  await page.keyboard.type('otto');
  await tabTo(page, '#role');
  await page.keyboard.type('physician');
  await press(page, '#person-send');
  await page.waitForSelector('#secret[open]');
  const made = await text(page, '#secret-text');
  assert.match(made, /^([bdfghklmnprstvwz][aeiou]){2}( ([bdfghklmnprstvwz][aeiou]){2}){3}$/);
  await accessible(page, 15);
  await picture(page, 'accounts-secret');
  await press(page, '#secret-done');
  await page.waitForFunction(() => document.getElementById('secret-text').textContent === ''); // and not again
  await page.waitForFunction(() => document.querySelectorAll('#people tr').length === 4);
  const answer = await fetch(`${address}/session`, { method: 'POST', body: JSON.stringify({ name: 'otto', password: made }) });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).role, 'physician');
}

async function changesARoleAndCloses({ page }) {
  await press(page, 'button[aria-label="Change otto"]');
  assert.equal(await page.$eval('#name', (place) => place.value), 'otto');
  assert.equal(await text(page, '#person-send'), 'Change the account');
  await page.keyboard.type('pharmacist');
  await press(page, '#person-send');
  await page.waitForFunction(() => [...document.querySelectorAll('#people tr')].some((one) => one.textContent.includes('otto') && one.textContent.includes('pharmacist')));
  assert.equal(await page.$('#secret[open]'), null, 'the password stays');
  await page.evaluate(() => document.activeElement.blur());
  await press(page, 'button[aria-label="Close the account of otto"]');
  await page.waitForSelector('#question[open]');
  await accessible(page, 15);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'question-not', 'nothing happens by one Enter too many');
  await press(page, '#question-yes');
  await page.waitForFunction(() => document.querySelectorAll('#people tr').length === 3);
  await shows(page, '#polite', 'The account of otto is closed.');
}

async function refusesTwoPasswordsThatDiffer({ page }) {
  await page.evaluate(() => document.activeElement.blur());
  await tabToAndType(page, '#name', 'olga');
  await tabTo(page, 'input[name=password-by]');
  await page.keyboard.press('ArrowDown');
  await tabToAndType(page, '#password', 'nine loud herons');
  await tabToAndType(page, '#again', 'nine proud herons');
  await page.keyboard.press('Enter');
  await shows(page, '#person-problem', 'The two passwords are not the same.');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'again');
  await page.$eval('#again', (place) => (place.value = ''));
  await page.keyboard.type('nine loud herons');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#people tr').length === 4);
  assert.equal(await page.$eval('#password', (place) => place.value), '');
}

async function makesAndClosesAToken(seen) {
  const { page, address } = seen;
  await page.evaluate(() => document.activeElement.blur());
  await tabToAndType(page, '#token-name', 'lab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#secret[open]');
  const token = await text(page, '#secret-text');
  assert.match(token, /^[0-9a-f]{64}$/);
  const board = () => fetch(`${address}/api/ward`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal((await board()).status, 200);
  await press(page, '#secret-done');
  await page.waitForFunction(() => document.querySelectorAll('#tokens tr').length === 2);
  await press(page, 'button[aria-label="Close the token lab"]');
  await press(page, '#question-yes');
  await page.waitForFunction(() => document.querySelectorAll('#tokens tr').length === 1);
  assert.equal((await board()).status, 401);
}

async function asksForAMerge({ page }) {
  await page.evaluate(() => document.activeElement.blur());
  await tabToAndType(page, '#merge-patient', 'p2');
  await tabToAndType(page, '#merge-into', 'p9');
  await page.keyboard.press('Enter');
  await shows(page, '#merge-problem', 'The reason is missing.');
  await tabToAndType(page, '#merge-reason', hostile.slice(0, 3).join(' '));
  await page.keyboard.press('Enter');
  await shows(page, '#merge-problem', "There is no patient 'p9'.");
  await tabTo(page, '#merge-into');
  await page.$eval('#merge-into', (place) => (place.value = ''));
  await page.keyboard.type('p1');
  await page.keyboard.press('Enter');
  await shows(page, '#merges', 'Join p2 into p1');
  assert.match(await text(page, '#merges'), /It is your own/);
  assert.equal(await page.$('#merges li input'), null, 'one cannot answer oneself');
  await accessible(page);
  await signOut(page);
}

async function aSecondOneApproves(seen) {
  const { page, address } = seen;
  const ids = async () => (await (await fetch(`${address}/api/ward`, { headers: { Authorization: `Bearer ${seen.feed}` } })).json()).map((one) => one.patient).sort();
  assert.deepEqual(await ids(), ['p1', 'p2']);
  await signIn(page, address, 'ben', '/accounts');
  await shows(page, '#merges', 'Join p2 into p1');
  assert.ok((await text(page, '#merges')).includes(hostile[0]), 'as it was written');
  await picture(page, 'accounts-merge');
  await press(page, 'button[aria-label="Approve: Join p2 into p1"]');
  await shows(page, '#polite', 'Say what you found first.');
  await page.keyboard.type('one person, says the admission office');
  await press(page, 'button[aria-label="Approve: Join p2 into p1"]');
  await shows(page, '#polite', 'Approved: Join p2 into p1.');
  assert.deepEqual(await ids(), ['p1']);
  await shows(page, '#merges summary', 'Answered in the last 30 days (1)');
}

// What a ward may tell of accounts and reasons, whoever wrote it.
async function takesNoTextForMore({ page, address, wrong }) {
  const people = hostile.map((words) => ({ name: words, role: words, since: '2026-03-03T10:00:00Z', units: [words], second_factor: true, subject: words }));
  const cosigns = hostile.map((words, i) => ({ number: i, kind: 'merge', state: i % 2 ? 'open' : 'refused', patient: words, object: words, reason: words, by: words, at: '2026-03-03T10:00:00Z', second: words, answer: words, changed_at: '2026-03-03T10:00:00Z' }));
  const answers = { '/api/users': people, '/api/tokens': people, '/api/cosigns': cosigns };
  const answer = (request) => {
    const told = answers[new URL(request.url()).pathname];
    void (told === undefined ? request.continue() : request.respond({ contentType: 'application/json', body: JSON.stringify(told) }));
  };
  await page.setRequestInterception(true);
  page.on('request', answer);
  await page.goto(`${address}/accounts`);
  await page.waitForFunction((count) => document.querySelectorAll('#people tr').length === count && document.querySelectorAll('#tokens tr').length === count && document.querySelectorAll('#merges li').length === count, {}, hostile.length);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await page.title(), 'Accounts · Stormkeel', 'no text has run');
  assert.equal(await page.$('main img, main svg, main iframe, main script, main b'), null);
  for (const words of hostile) assert.ok((await page.$eval('main', (place) => place.textContent)).includes(words), words);
  await accessible(page);
  page.off('request', answer);
  await page.setRequestInterception(false);
  assert.deepEqual(wrong, []);
  await signOut(page);
}

async function isNotForANurse({ page, address }) {
  await signIn(page, address, 'nora', '/');
  await page.goto(`${address}/accounts`);
  await page.waitForFunction(() => location.pathname === '/');
  const links = await page.waitForSelector('#pages:not([hidden])');
  assert.deepEqual(await links.$$eval('a', (all) => all.map((one) => one.textContent)), ['Ward board', 'Audit']);
  await signOut(page);
}

await visitWard(program, browser, async (seen) => {
  const checks = [prepares, leadsAnAdministratorThere, addsAPersonWithAPasswordThatIsShownOnce, changesARoleAndCloses, refusesTwoPasswordsThatDiffer, makesAndClosesAToken, asksForAMerge, aSecondOneApproves, takesNoTextForMore, isNotForANurse];
  await runChecks(seen, checks);
});
