// Persons at the pages: accounts made on the command line, sign-in and sign-out by the keyboard.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

export const password = 'seven quiet herons';

export const run = (seen, words, input = '') => execFileSync(seen.program, [...words, '--data', seen.data], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
export const addPerson = (seen, name, role) => run(seen, ['user', 'add', name, '--role', role], `${password}\n`);
export const text = (page, selector) => page.$eval(selector, (place) => place.textContent.trim());

export async function signIn(page, address, name, leadsTo) {
  await page.goto(`${address}/sign-in`);
  await page.type('#name', name);
  await page.type('#password', password);
  await page.keyboard.press('Enter');
  await page.waitForFunction((path, who) => location.pathname === path && document.getElementById('who-text')?.textContent.startsWith(who), { timeout: 20_000 }, leadsTo, name);
}

export async function signOut(page) {
  await page.waitForSelector('#who:not([hidden])');
  await page.focus('#sign-out');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.pathname === '/sign-in');
}

// Goes on with the Tab key until the element has the focus: whoever has no mouse gets there.
export async function tabTo(page, selector, atMost = 80) {
  for (let i = 0; i < atMost; ++i) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`the Tab key does not lead to ${selector}`);
}

export async function press(page, selector, key = 'Enter') {
  await tabTo(page, selector);
  await page.keyboard.press(key);
}

export async function tabToAndType(page, selector, words) {
  await tabTo(page, selector);
  await page.keyboard.type(words);
}

export const shows = (page, selector, words) =>
  page.waitForFunction((where, wanted) => document.querySelector(where)?.textContent.includes(wanted), { timeout: 20_000 }, selector, words).catch(async () => assert.fail(`${selector} says "${await text(page, selector)}", not "${words}"`));

// Of as many kinds as there are places in a page where a text may come to be more than one.
export const hostile = ['<img src=x onerror="document.title=1">', '<script>document.title=2</script>', '"><svg onload=document.title=3>', "javascript:document.title=4", '{{constructor.constructor("document.title=5")()}}', '&lt;b&gt;', '\u202Eevil', '<iframe srcdoc="<script>parent.document.title=6</script>">'];
