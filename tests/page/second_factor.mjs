// node second_factor.mjs PROGRAM BROWSER: people add a second factor to their account and sign in with it. The browser
// has an authenticator made of software; codes of the app are reckoned here from the key that the page shows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible } from './accessible.mjs';
import { picturesIn } from './pictures.mjs';
import { startAgain, visitWard } from './visit.mjs';

const [program, browser, pictures] = process.argv.slice(2);
const password = 'seven quiet herons';
const formChecks = 15; // that axe has to say of a page with little on it

const run = (seen, words, input = '') => execFileSync(program, [...words, '--data', seen.data], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
const path = (page) => new URL(page.url()).pathname;
const text = (page, id) => page.$eval(`#${id}`, (place) => place.textContent);
const focus = (page) => page.evaluate(() => document.activeElement.id);
const shown = (page, id) => page.$eval(`#${id}`, (place) => place.checkVisibility());
const until = (page, what, ...more) => page.waitForFunction(what, { timeout: 20_000 }, ...more);

// RFC 6238 once more, without the program's library.
const stepNow = () => Math.floor(Date.now() / 30_000);
function codeOf(key, counted = stepNow()) {
  const bits = [...key.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(counted));
  const digest = createHmac('sha1', bytes).update(step).digest();
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// A picture for people who look at it, when a folder for them is named.
const picture = picturesIn(pictures);

// By the keyboard alone: goes on with Tab until the element has the focus.
async function tabTo(page, selector) {
  for (let i = 0; i < 40; ++i) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not come to ${selector}`);
}

async function press(page, selector) {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
}

async function type(page, id, words) {
  await tabTo(page, `#${id}`);
  await page.$eval(`#${id}`, (place) => place.select());
  await page.keyboard.type(words);
}

async function givePassword(page, address, name) {
  await page.goto(`${address}/sign-in`);
  await type(page, 'name', name);
  await type(page, 'password', password);
  await page.keyboard.press('Enter');
}

async function signOut(page) {
  await press(page, '#sign-out');
  await until(page, () => location.pathname === '/sign-in' && document.getElementById('notice').textContent !== '');
}

async function givePasswordOnceMore(page) {
  await until(page, () => document.getElementById('ask-dialog').open);
  await type(page, 'ask-password', password);
  await page.keyboard.press('Enter');
}

async function isLedToAddOne(seen) {
  const { page, address } = seen;
  await givePassword(page, address, 'keeper');
  await until(page, () => location.pathname === '/account' && document.getElementById('factors').checkVisibility());
  assert.match(await text(page, 'missing'), /^Your role needs a second factor/);
  assert.ok(await shown(page, 'missing'));
  assert.ok(!(await shown(page, 'pages')), 'no other page is offered');
  assert.match(await text(page, 'new-hint'), /^At least 8 characters/);
  await accessible(page, formChecks);
  await picture(page, 'missing');
  await page.goto(address);
  await until(page, () => location.pathname === '/account');
}

async function anAppIsAdded(seen) {
  const { page } = seen;
  await press(page, '#add-app');
  await until(page, () => document.getElementById('ask-dialog').open);
  assert.equal(await text(page, 'ask-title'), 'Add an authenticator app');
  assert.equal(await focus(page), 'ask-password');
  await accessible(page, formChecks);
  await picture(page, 'app-password');
  await page.keyboard.type('seven loud herons');
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('ask-problem').textContent.startsWith('The present password is not right'));
  assert.ok(!(await shown(page, 'app-key')), 'nothing of a key is told to who does not know the password');
  await givePasswordOnceMore(page);
  await until(page, () => document.getElementById('app-dialog').open);
  assert.equal(await focus(page), 'app-name');
  seen.key = await text(page, 'app-key');
  assert.match(seen.key, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  assert.ok((await page.$eval('#app-qr path', (place) => place.getAttribute('d').length)) > 1_000, 'the QR code is drawn');
  await accessible(page, formChecks);
  await picture(page, 'app');
  await type(page, 'app-code', '000000');
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('app-problem').textContent.startsWith('This is not the code'));
  assert.equal(await focus(page), 'app-code');
  await type(page, 'app-code', codeOf(seen.key));
  seen.used = stepNow();
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('codes-dialog').open);
  seen.codes = await page.$$eval('#codes li', (all) => all.map((one) => one.textContent));
  assert.equal(seen.codes.length, 8);
  await accessible(page, formChecks);
  await picture(page, 'codes');
  await press(page, '#codes-done');
  assert.ok(!(await shown(page, 'missing')), 'nothing is missing any more');
  assert.match(await text(page, 'codes-left'), /^8 recovery codes/);
  await signOut(page);
}

async function theCodeLetsIn(seen) {
  const { page, address } = seen;
  await givePassword(page, address, 'keeper');
  await until(page, () => document.getElementById('code').checkVisibility());
  assert.equal(await focus(page), 'code');
  assert.equal(await text(page, 'step-name'), 'keeper');
  assert.ok(!(await shown(page, 'passkey-form')) && !(await shown(page, 'first-step')));
  await accessible(page, formChecks);
  await picture(page, 'step');
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('code-problem').textContent.startsWith('The code is not right'));
  await type(page, 'code', codeOf(seen.key, Math.max(seen.used + 1, stepNow()))); // the first one is used up
  await page.keyboard.press('Enter');
  await until(page, () => location.pathname === '/accounts' && document.getElementById('who-text').textContent === 'keeper, admin');
  await signOut(page);
}

async function aRecoveryCodeLetsInInstead(seen) {
  const { page, address } = seen;
  await givePassword(page, address, 'keeper');
  await until(page, () => document.getElementById('code').checkVisibility());
  await press(page, '#step-other button');
  assert.equal(await text(page, 'code-label'), 'Recovery code');
  await page.keyboard.type(seen.codes[0].toUpperCase());
  await page.keyboard.press('Enter');
  await until(page, () => location.pathname === '/accounts' && document.getElementById('who-text').textContent === 'keeper, admin');
  await press(page, '#who a[href="/account"]');
  await until(page, () => document.getElementById('codes-left')?.textContent.startsWith('7 recovery codes'));
}

async function aPasskeyIsAddedAndLetsIn(seen) {
  const { page, address } = seen;
  const device = await page.createCDPSession();
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'usb', hasUserVerification: true, isUserVerified: true } });
  await press(page, '#add-passkey');
  await givePasswordOnceMore(page);
  await until(page, () => document.getElementById('passkey-dialog').open);
  assert.equal(await focus(page), 'passkey-name');
  await page.keyboard.type('Key on my ring');
  await accessible(page, formChecks);
  await picture(page, 'passkey');
  await page.keyboard.press('Enter');
  await until(page, () => document.querySelectorAll('#factor-list li').length === 2);
  await picture(page, 'factors');
  await accessible(page, formChecks);
  await press(page, '#add-passkey');
  await givePasswordOnceMore(page);
  await until(page, () => document.getElementById('passkey-dialog').open);
  await page.keyboard.type('The same again');
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('passkey-problem').textContent.startsWith('This key is one of your second factors already'));
  await page.keyboard.press('Escape');
  await signOut(page);
  await givePassword(page, address, 'keeper');
  await until(page, () => document.getElementById('passkey-send').checkVisibility());
  await accessible(page, formChecks);
  await picture(page, 'step-both');
  await page.keyboard.down('Shift');
  await tabTo(page, '#passkey-send');
  await page.keyboard.up('Shift');
  await page.keyboard.press('Enter');
  await until(page, () => location.pathname === '/accounts' && document.getElementById('who-text').textContent === 'keeper, admin');
  await device.send('WebAuthn.disable');
}

async function oneIsRemovedByThePassword({ page }) {
  await press(page, '#who a[href="/account"]');
  await until(page, () => document.querySelectorAll('#factor-list li').length === 2);
  await press(page, 'button[aria-label="Remove Key on my ring"]');
  await until(page, () => document.getElementById('ask-dialog').open);
  assert.equal(await focus(page), 'ask-password');
  await accessible(page, formChecks);
  await picture(page, 'remove');
  await page.keyboard.type('seven loud herons');
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('ask-problem').textContent.startsWith('The present password is not right'));
  await type(page, 'ask-password', password);
  await page.keyboard.press('Enter');
  await until(page, () => document.querySelectorAll('#factor-list li').length === 1);
  assert.equal(await text(page, 'polite'), 'Key on my ring is removed.');
}

async function recoveryCodesAreMadeAnew({ page }) {
  assert.match(await text(page, 'codes-left'), /^[1-8] recovery codes? (is|are) left\.$/);
  await press(page, '#new-codes');
  await until(page, () => document.getElementById('ask-dialog').open);
  assert.equal(await text(page, 'ask-title'), 'New recovery codes');
  await accessible(page, formChecks);
  await picture(page, 'new-codes');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await until(page, () => document.getElementById('codes-dialog').open);
  const codes = await page.$$eval('#codes li', (all) => all.map((one) => one.textContent));
  assert.equal(new Set(codes).size, 8);
  await press(page, '#codes-done');
  await until(page, () => document.getElementById('codes-left').textContent === '8 recovery codes are left.');
  await signOut(page);
}

async function whoLostAllIsResetByTheOperator(seen) {
  const { page, address } = seen;
  assert.match(run(seen, ['user', 'reset-factors', 'keeper']), /^keeper has no second factor any more/);
  await givePassword(page, address, 'keeper');
  await until(page, () => location.pathname === '/account' && document.getElementById('missing').checkVisibility());
  await signOut(page);
}

async function aPasswordIsChanged({ page, address }) {
  await givePassword(page, address, 'one-nurse');
  await until(page, () => location.pathname === '/' && document.getElementById('who-text').textContent === 'one-nurse, nurse');
  await press(page, '#who a[href="/account"]');
  await until(page, () => document.getElementById('password').checkVisibility());
  assert.ok(await shown(page, 'pages'));
  assert.ok(!(await shown(page, 'missing')), 'a nurse needs none');
  const change = async (present, next, again) => {
    await type(page, 'present', present);
    await type(page, 'new', next);
    await type(page, 'again', again);
    await page.keyboard.press('Enter');
  };
  await change(password, 'nine green lanterns', 'nine grey lanterns');
  await until(page, () => document.getElementById('password-problem').textContent === 'The two passwords are not the same.');
  assert.equal(await focus(page), 'again');
  await page.focus('#pages a');
  await change('seven loud herons', 'nine green lanterns', 'nine green lanterns');
  await until(page, () => document.getElementById('password-problem').textContent === 'The present password is not right.');
  await page.focus('#pages a');
  await change(password, 'nine green lanterns', 'nine green lanterns');
  await until(page, () => document.getElementById('password-done').textContent === 'The password is changed.');
  await accessible(page, formChecks);
  await picture(page, 'changed');
  await page.reload();
  await until(page, () => document.getElementById('who-text').textContent === 'one-nurse, nurse');
  await signOut(page);
}

// At an address for which no passkey can be made the page says where it can.
async function elsewhereThereAreNoPasskeys({ page, address }) {
  await page.goto(`${address.replace('localhost', '127.0.0.1')}/sign-in`);
  await type(page, 'name', 'one-nurse');
  await type(page, 'password', 'nine green lanterns');
  await page.keyboard.press('Enter');
  await until(page, () => location.pathname === '/');
  await page.goto(`${address.replace('localhost', '127.0.0.1')}/account`);
  await until(page, () => document.getElementById('passkeys-elsewhere').checkVisibility());
  assert.ok(!(await shown(page, 'add-passkey')));
  assert.match(await text(page, 'passkeys-elsewhere'), /opened at http:\/\/localhost\.$/);
}

await visitWard(program, browser, async (seen) => {
  writeFileSync(join(seen.data, 'stormkeel.toml'), '[sign_in]\nsecond_factor = ["admin"]\n');
  await startAgain(seen, []);
  // The browser takes passkeys for a name, and for no address of numbers.
  seen.address = seen.address.replace('127.0.0.1', 'localhost');
  for (const [name, role] of [['keeper', 'admin'], ['one-nurse', 'nurse']]) run(seen, ['user', 'add', name, '--role', role], `${password}\n`);
  const checks = [isLedToAddOne, anAppIsAdded, theCodeLetsIn, aRecoveryCodeLetsInInstead, aPasskeyIsAddedAndLetsIn, oneIsRemovedByThePassword, recoveryCodesAreMadeAnew, whoLostAllIsResetByTheOperator, aPasswordIsChanged, elsewhereThereAreNoPasskeys];
  for (const check of checks) {
    await check(seen);
    const wrong = seen.wrong.filter((one) => !one.startsWith(`elsewhere: ${seen.address.replace('localhost', '127.0.0.1')}/`));
    assert.deepEqual(wrong, [], check.name);
    console.log(`ok ${check.name}`);
  }
});
