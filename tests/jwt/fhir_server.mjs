// A FHIR server over TLS for these tests: it answers the searches of a prefetch, notes who asked what, and misbehaves when told to.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

// A certificate for `localhost` that vouches for itself.
export function makeCertificate(folder, name) {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate,
    '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(certificate), file: certificate };
}

export const bundle = (resources, more = {}) => ({ resourceType: 'Bundle', type: 'searchset', ...more, entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })) });

const ways = {
  'answers 500': (response) => response.writeHead(500, { 'Content-Type': 'application/fhir+json' }).end('{"resourceType":"OperationOutcome"}'),
  'answers 403': (response) => response.writeHead(403, { 'Content-Type': 'application/fhir+json' }).end('{}'),
  'answers a page': (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html></html>'),
  'answers no JSON': (response) => response.writeHead(200, { 'Content-Type': 'application/fhir+json' }).end('{"resourceType":'),
  'answers no FHIR': (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"a":1}'),
  'answers an outcome': (response) => response.writeHead(200, { 'Content-Type': 'application/fhir+json' }).end('{"resourceType":"OperationOutcome","issue":[]}'),
  'answers too much': (response) => response.writeHead(200, { 'Content-Type': 'application/fhir+json' }).end(`{"resourceType":"Bundle","x":"${'x'.repeat(2_100_000)}"}`),
  'compresses': (response) => response.writeHead(200, { 'Content-Type': 'application/fhir+json', 'Content-Encoding': 'gzip' }).end(gzipSync('{"resourceType":"Bundle"}')),
  'breaks off': (response) => {
    response.writeHead(200, { 'Content-Type': 'application/fhir+json', 'Content-Length': '1000' });
    response.write('{"resourceType":"Bundle"');
    setTimeout(() => response.socket.destroy(), 20);
  },
  'says nothing': () => undefined,
};
export const wrongWays = Object.keys(ways);

const readable = (url) => {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
};

// `answers`: by path and query under /fhir/r4, decoded. `wrong`: by a text that the path holds, the way to misbehave. `elsewhere`: where
// a redirect leads.
export async function startFhirServer(tls, { delay = 0 } = {}) {
  const state = { answers: {}, wrong: {}, calls: [], delay, elsewhere: '', open: 0, mostOpen: 0 };
  const server = createServer(tls, async (request, response) => {
    const path = readable(request.url).replace(/^\/fhir\/r4(\/tenant-a|\/a\/b-c_d~e)?\/?/, '');
    state.calls.push({ path, url: request.url, method: request.method, fields: request.headers });
    state.mostOpen = Math.max(state.mostOpen, ++state.open);
    if (state.delay > 0) await new Promise((done) => setTimeout(done, state.delay));
    state.open -= 1;
    const wrong = Object.entries(state.wrong).find(([part]) => path.includes(part));
    if (wrong && wrong[1] === 'leads elsewhere') return response.writeHead(302, { Location: state.elsewhere, 'Content-Type': 'application/fhir+json' }).end();
    if (wrong) return ways[wrong[1]](response);
    const answer = state.answers[path];
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/fhir+json; charset=utf-8', 'Set-Cookie': 'session=of-the-server' });
    return response.end(JSON.stringify(answer ?? { resourceType: 'OperationOutcome' }));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  state.port = server.address().port;
  state.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return state;
}
