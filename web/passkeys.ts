// Passkeys and security keys: what the ward asks for is handed to the browser, and what the key says back to the ward.
import { Mistake } from './entry';

interface KnownKey {
  readonly type: 'public-key';
  readonly id: string;
}

// Bytes are base64url in all of these.
export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly timeout: number;
  readonly attestation: 'none';
  readonly authenticatorSelection: AuthenticatorSelectionCriteria;
  readonly excludeCredentials: readonly KnownKey[];
}

export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly userVerification: UserVerificationRequirement;
  readonly allowCredentials: readonly KnownKey[];
}

export interface Attestation {
  readonly client_data: string;
  readonly authenticator_data: string;
}

export interface Assertion extends Attestation {
  readonly id: string;
  readonly signature: string;
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

const textOf = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

const known = (keys: readonly KnownKey[]): PublicKeyCredentialDescriptor[] =>
  keys.map((key) => ({ type: key.type, id: bytesOf(key.id) }));

// What the browser's refusal means; `at` is the button to try it again with.
function inPlainWords(problem: unknown, at: string): Mistake {
  const name = problem instanceof DOMException ? problem.name : '';
  if (name === 'InvalidStateError') return new Mistake('this key is one of your second factors already', at);
  if (name === 'NotAllowedError') return new Mistake('no passkey or security key was used: it was cancelled, or took too long', at);
  return new Mistake('this browser cannot use passkeys or security keys here', at);
}

async function asked<Response>(at: string, ask: () => Promise<Credential | null>): Promise<{ id: string; response: Response }> {
  let credential: Credential | null;
  try {
    credential = await ask();
  } catch (problem) {
    throw inPlainWords(problem, at);
  }
  if (!(credential instanceof PublicKeyCredential)) throw inPlainWords(null, at);
  return { id: textOf(credential.rawId), response: credential.response as Response };
}

// Throws a Mistake at `at` when no key is made.
export async function createPasskey(options: CreationOptions, at: string): Promise<Attestation> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...options,
    pubKeyCredParams: [...options.pubKeyCredParams],
    challenge: bytesOf(options.challenge),
    user: { ...options.user, id: bytesOf(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const { response } = await asked<AuthenticatorAttestationResponse>(at, () => navigator.credentials.create({ publicKey }));
  return { client_data: textOf(response.clientDataJSON), authenticator_data: textOf(response.getAuthenticatorData()) };
}

// Throws a Mistake at `at` when no key answers.
export async function usePasskey(options: RequestOptions, at: string): Promise<Assertion> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    ...options,
    challenge: bytesOf(options.challenge),
    allowCredentials: known(options.allowCredentials),
  };
  const { id, response } = await asked<AuthenticatorAssertionResponse>(at, () => navigator.credentials.get({ publicKey }));
  return {
    id,
    client_data: textOf(response.clientDataJSON),
    authenticator_data: textOf(response.authenticatorData),
    signature: textOf(response.signature),
  };
}
