// A ward that is served for these tests, and a browser without pages: it keeps cookies and follows nothing by itself.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const password = 'seven quiet herons';

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export const newFolder = () => mkdtempSync(join(tmpdir(), 'stormkeel-oidc-'));

export function run(program, folder, words, input = '') {
  return execFileSync(program, [...words, '--data', folder], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
}

// Serves the folder by these settings until end(); what it logs is gathered in `log`.
export async function serveWard(program, folder, port, settings) {
  writeFileSync(join(folder, 'stormkeel.toml'), settings);
  const child = spawn(program, ['serve', '--data', folder, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ward = { address: `http://127.0.0.1:${port}`, log: '', out: '' };
  child.stderr.on('data', (piece) => (ward.log += piece));
  await new Promise((ready, failed) => {
    child.stdout.on('data', (piece) => {
      ward.out += piece;
      if (ward.out.includes(ward.address)) ready();
    });
    child.on('exit', (status) => failed(new Error(`the ward is not served (${status}): ${ward.log}`)));
  });
  ward.end = async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  };
  ward.kill = () => child.kill('SIGKILL');
  return ward;
}

export const remove = (folder) => rmSync(folder, { recursive: true, force: true });

export class Browser {
  cookies = new Map(); // by origin, then by name

  async get(url, more = {}) {
    const { origin } = new URL(url);
    const own = this.cookies.get(origin) ?? new Map();
    this.cookies.set(origin, own);
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...more, redirect: 'manual', headers: { ...(cookie === '' ? {} : { Cookie: cookie }), ...more.headers } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      own.set(name, value);
    }
    const place = response.headers.get('Location');
    return { status: response.status, body: await response.text(), place: place === null ? null : new URL(place, url).href, fields: response.headers };
  }

  // As a person would who has no session at the provider yet: up to where the ward is called back, which is returned; null: the
  // provider does not answer it.
  async comeBack(url, login) {
    const isCallback = (place) => new URL(place).pathname === '/oidc/callback';
    let at = url;
    let answer = await this.get(at);
    const goOn = async () => {
      while (answer.place !== null && !isCallback(answer.place)) answer = await this.get((at = answer.place));
    };
    await goOn();
    if (answer.place === null && ['?after=provider-down', '?after=provider-busy'].includes(new URL(at).search)) return null;
    if (answer.place === null) {
      const [, action] = answer.body.match(/action="([^"]+)"/) ?? [];
      if (action === undefined) throw new Error(`no page to sign in at: ${at} ${answer.status} ${answer.body}`);
      const fields = { 'Content-Type': 'application/x-www-form-urlencoded' };
      answer = await this.get(new URL(action, at).href, { method: 'POST', body: new URLSearchParams({ login }), headers: fields });
      await goOn();
    }
    return answer.place;
  }

  async session(address) {
    const answer = await this.get(`${address}/session`);
    return answer.status === 200 ? JSON.parse(answer.body) : null;
  }
}
