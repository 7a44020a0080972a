// An identity provider that is not ours: oidc-provider with a page to sign in at, which also serves what a record system
// tells of itself (SMART on FHIR).
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

async function key(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `key-${alg}` };
}

const page = (uid) => `<!doctype html><html lang="en"><title>Provider</title><form method="post" action="/interaction/${uid}"><label>Name <input name="login" autofocus></label><button>Sign in</button></form></html>`;

async function textOf(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

// `people`: by what they type, the claims of each; it may be changed while this runs. `clients` as oidc-provider takes
// them. What the last authorization was asked for stands in `asked`.
export async function startProvider({ port, clients, people }) {
  const issuer = `http://127.0.0.1:${port}`;
  const state = { issuer, people, asked: null, calls: [] };
  const provider = new Provider(issuer, {
    clients,
    jwks: { keys: [await key('RS256'), await key('ES384')] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'], groups: ['groups', 'realm_access'], fhirUser: ['fhirUser'] },
    scopes: ['openid', 'profile', 'groups', 'launch', 'fhirUser'],
    conformIdTokenClaims: false,
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES384'] },
    cookies: { keys: ['of a test'] },
    extraParams: ['aud', 'launch'],
    pkce: { methods: ['S256'], required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...state.people[id] }) }),
    loadExistingGrant: async (context) => {
      const { client, session, params } = context.oidc;
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(params.scope);
      await grant.save();
      return grant;
    },
  });
  const answer = async (request, response) => {
    const path = new URL(request.url, issuer).pathname;
    state.calls.push(`${request.method} ${path}`);
    if (path === '/fhir/.well-known/smart-configuration') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks`, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, code_challenge_methods_supported: ['S256'] }));
    } else if (path.startsWith('/interaction/') && request.method === 'GET') {
      state.asked = (await provider.interactionDetails(request, response)).params;
      response.setHeader('Content-Type', 'text/html');
      response.end(page(path.split('/')[2]));
    } else if (path.startsWith('/interaction/')) {
      const login = new URLSearchParams(await textOf(request)).get('login');
      await provider.interactionFinished(request, response, login === 'nobody' ? { error: 'access_denied' } : { login: { accountId: login } });
    } else {
      provider.callback()(request, response);
    }
  };
  const server = createServer((request, response) => void answer(request, response).catch((problem) => response.destroy(problem)));
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  state.stop = () => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  return state;
}
