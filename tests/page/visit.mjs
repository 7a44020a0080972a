// Starts a ward on a free port and visits its pages in Chromium; both are ended whatever happens.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

async function serve(program, data, more, port = 0) {
  const listen = more.includes('--listen') ? [] : ['--listen', `127.0.0.1:${port}`];
  const ward = spawn(program, ['serve', ...more, '--data', data, ...listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: ward.stdout })) {
    const address = line.match(/http:\/\/127\.0\.0\.1:\d+/);
    if (address) return { ward, address: address[0] };
  }
  throw new Error('the ward did not start');
}

// Visits a new ward without anybody. Calls look({ page, address, ward, data, wrong }): `data` is its folder, `wrong` gathers what no visit may have, scripts that fail, what the
// page's policy blocked, and requests to anywhere else; `others` are origins that a visit may lead to.
export async function visitWard(program, browserProgram, look, more = [], others = []) {
  const data = mkdtempSync(join(tmpdir(), 'stormkeel-page-'));
  const seen = { program, data, wrong: [], ...(await serve(program, data, more)) };
  let browser;
  try {
    browser = await puppeteer.launch({ executablePath: browserProgram, headless: 'shell', args: ['--no-sandbox'] });
    const page = await browser.newPage();
    seen.page = page;
    const { wrong } = seen;
    page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
    page.on('console', (message) => {
      if (/content security policy|trusted/i.test(message.text())) wrong.push(`policy: ${message.text()}`);
    });
    page.on('request', (request) => {
      // A control of the browser's own, as that of a date, has its pictures with it; the policy lets none of a page's in.
      if (!['data:', seen.address, ...others].some((origin) => request.url().startsWith(origin))) wrong.push(`elsewhere: ${request.url()}`);
    });
    await page.setViewport({ width: 1280, height: 900 });
    await look(seen);
  } finally {
    await browser?.close();
    seen.ward.kill('SIGCONT');
    seen.ward.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
}

// One after the other, each on what the one before left.
export async function runChecks(seen, checks) {
  for (const check of checks) {
    await check(seen);
    assert.deepEqual(seen.wrong, [], check.name);
    console.log(`ok ${check.name}`);
  }
}

// Ends the ward and starts it again on the same data, at another port.
export async function startAgain(seen, more) {
  await seen.page.goto('about:blank');
  const ended = new Promise((resolve) => seen.ward.once('exit', resolve));
  seen.ward.kill('SIGTERM');
  await ended;
  Object.assign(seen, await serve(seen.program, seen.data, more));
}

// The ward is killed, and started again where it was, as systemd does; the page stays as it is.
export async function startAgainUnderThePage(seen, more = []) {
  const ended = new Promise((resolve) => seen.ward.once('exit', resolve));
  seen.ward.kill('SIGKILL');
  await ended;
  Object.assign(seen, await serve(seen.program, seen.data, more, new URL(seen.address).port));
}

// Visits the demonstration ward, once its board is there.
export async function visit(program, browserProgram, look) {
  const atTheBoard = async (seen) => {
    await seen.page.goto(seen.address);
    await seen.page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 12, { timeout: 30_000 });
    await look(seen);
  };
  await visitWard(program, browserProgram, atTheBoard, ['--demo']);
}
