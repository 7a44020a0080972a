// node page.mjs PROGRAM BROWSER: a person goes by the keyboard from the sign-in page to the hospital's provider and
// comes back to the board; the session's cookie is for this site alone, and the page copes with that.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible } from '../page/accessible.mjs';
import { visitWard } from '../page/visit.mjs';
import { startProvider } from './provider.mjs';
import { freePort, newFolder, password, remove, run } from './ward.mjs';

const [program, browser] = process.argv.slice(2);
const folder = newFolder();
const port = await freePort();
const providerPort = await freePort();
const address = `http://127.0.0.1:${port}`;
const client = { client_id: 'ward', token_endpoint_auth_method: 'none', redirect_uris: [`${address}/oidc/callback`], response_types: ['code'], grant_types: ['authorization_code'] };
const people = { u1: { preferred_username: 'm.ortega', groups: ['icu-nurses'] }, u2: { preferred_username: 'visitor' } };
const provider = await startProvider({ port: providerPort, clients: [client], people });
const config = join(folder, 'settings.toml');
writeFileSync(config, `[oidc]
name = "St. Example"
issuer = "${provider.issuer}"
client_id = "ward"
public_url = "${address}"
scope = "openid profile groups"
[oidc.roles]
claim = "groups"
nurse = ["icu-nurses"]
`);

async function signIn(page, login) {
  await page.goto(`${address}/sign-in`);
  await page.waitForFunction(() => document.getElementById('provider').checkVisibility());
  assert.equal(await page.$eval('#provider-link', (link) => link.textContent), 'Sign in with St. Example');
  await page.focus('#provider-link');
  await page.keyboard.press('Enter');
  await page.waitForSelector('input[name="login"]');
  assert.equal(new URL(page.url()).origin, provider.issuer);
  await page.type('input[name="login"]', login);
  await page.keyboard.press('Enter');
}

async function theButtonIsOffered({ page }) {
  await page.goto(`${address}/sign-in`);
  await page.waitForFunction(() => document.getElementById('provider').checkVisibility());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'name', 'the focus stays where one types');
  await accessible(page, 15);
}

async function whoHasNoRoleIsToldSo({ page }) {
  await signIn(page, 'u2');
  await page.waitForFunction(() => document.getElementById('notice')?.textContent.startsWith('The hospital sign-in gives you no role on this ward'));
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await accessible(page, 15);
  for (const { name } of await page.browserContext().cookies()) assert.notEqual(name, 'stormkeel');
  await page.browserContext().deleteCookie(...(await page.browserContext().cookies()));
}

async function aNurseArrivesAtTheBoard({ page }) {
  await signIn(page, 'u1');
  await page.waitForFunction(() => document.getElementById('who-text')?.textContent === 'm.ortega, nurse', { timeout: 20_000 });
  assert.equal(page.url(), `${address}/`);
  const cookie = (await page.browserContext().cookies()).find(({ name }) => name === 'stormkeel');
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, 'Strict']);
  await page.click('#sign-out');
  await page.waitForFunction(() => location.pathname === '/sign-in');
}

// What flow.mjs sees as words in an address is a sentence here.
async function whatWentWrongIsToldInASentence({ page }) {
  for (const [reason, words] of [['provider-down', 'The hospital sign-in does not answer.'], ['provider-try', 'This sign-in was begun in another browser'], ['launch-unknown', 'You came from a record system that is not registered']]) {
    await page.goto(`${address}/sign-in?after=${reason}`);
    assert.ok((await page.$eval('#notice', (place) => place.textContent)).startsWith(words), reason);
  }
}

try {
  const more = ['--config', config, '--listen', `127.0.0.1:${port}`];
  await visitWard(program, browser, async (seen) => {
    run(program, seen.data, ['user', 'add', 'keeper', '--role', 'admin'], `${password}\n`);
    for (const check of [theButtonIsOffered, whoHasNoRoleIsToldSo, aNurseArrivesAtTheBoard, whatWentWrongIsToldInASentence]) {
      await check(seen);
      assert.deepEqual(seen.wrong, [], check.name);
      console.log(`ok ${check.name}`);
    }
  }, more, [provider.issuer]);
} finally {
  await provider.stop().catch(() => undefined);
  remove(folder);
}
