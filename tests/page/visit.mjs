// Starts the demonstration ward on a free port and visits its page in Chromium; both are ended whatever happens.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

async function serve(program, data) {
  const ward = spawn(program, ['serve', '--demo', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: ward.stdout })) {
    const address = line.match(/http:\/\/127\.0\.0\.1:\d+/);
    if (address) return { ward, address: address[0] };
  }
  throw new Error('the demonstration ward did not start');
}

// Calls look({ page, address, ward, wrong }): `wrong` gathers what no visit may have, scripts that fail, what the
// page's policy blocked, and requests to anywhere else.
export async function visit(program, browserProgram, look) {
  const data = mkdtempSync(join(tmpdir(), 'stormkeel-page-'));
  const { ward, address } = await serve(program, data);
  let browser;
  try {
    browser = await puppeteer.launch({ executablePath: browserProgram, headless: 'shell', args: ['--no-sandbox'] });
    const page = await browser.newPage();
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
    page.on('console', (message) => {
      if (/content security policy|trusted/i.test(message.text())) wrong.push(`policy: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(address)) wrong.push(`elsewhere: ${request.url()}`);
    });
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(address);
    await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 12, { timeout: 30_000 });
    await look({ page, address, ward, wrong });
  } finally {
    await browser?.close();
    ward.kill('SIGCONT');
    ward.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
}
