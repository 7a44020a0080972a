// Signing in and out, and setting the ward up: the calls, and where they lead.
import { answered, Refusal } from './answers';
import type { Assertion, RequestOptions } from './passkeys';

export interface Session {
  readonly name: string;
  readonly role: string;
  readonly csrf_token: string;
  readonly locked: boolean; // nobody did anything for so long that the password is asked for again
  readonly has_password: boolean; // else whoever is signed in does so elsewhere
  readonly second_factor_missing: boolean; // nothing is open but one's own account, until one is added
  readonly units: readonly string[]; // that bind this person; none: the whole hospital
  readonly sees_board: boolean;
  readonly pages: readonly string[]; // that this role may open: "/audit"; the first is where it begins
  readonly acknowledges: readonly string[]; // the conditions whose alerts this role may acknowledge
  readonly declines: readonly string[]; // and decline
}

// What the sign-in page says first, by the word in its address.
export const reasons = {
  'session-end': 'NOT LIVE: your session has ended, and the board is not shown. Sign in to see it.',
  'sign-out': 'You are signed out. The board is not shown.',
  locked: 'The board is locked. Whoever signs in here takes the place of who was signed in.',
  'set-up': 'The administrator is set up. Sign in.',
  'provider-down': 'The hospital sign-in does not answer. Try it again, or sign in with a name and a password.',
  'provider-refused': 'The hospital sign-in did not sign you in. Try it again.',
  'provider-unverified': 'What the hospital sign-in said of you does not hold, so you are not signed in. Tell whoever operates the ward: its log says why.',
  'provider-try': 'This sign-in was begun in another browser, more than ten minutes ago, or was used already. Begin it anew.',
  'provider-busy': 'Too many sign in at once. Try it again in a moment.',
  'provider-unknown': 'The hospital sign-in knows you, but you have no account on this ward. An administrator of the ward makes one.',
  'provider-no-role': 'The hospital sign-in gives you no role on this ward, or more than one. Whoever administers it there can change that.',
  'provider-last-administrator': 'The hospital sign-in gives you another role now, but nobody else could administer this ward. Another administrator has to be added first.',
  'launch-unknown': 'You came from a record system that is not registered with this ward. Tell whoever operates the ward.',
} as const;
export type Reason = keyof typeof reasons;

// Somebody signs out here. The end of their session may be heard of before the answer to that.
let leaving = false;

export function toSignIn(after: Reason): void {
  location.replace(`/sign-in?after=${leaving ? 'sign-out' : after}`);
}

const post = async (path: string, body: object, more: Record<string, string> = {}): Promise<void> => {
  const fields = { 'Content-Type': 'application/json', ...more };
  await answered(await fetch(path, { method: 'POST', headers: fields, body: JSON.stringify(body) }));
};

// Throws a Refusal with status 401 when nobody is signed in. No person asks for this, so it keeps no session going.
export async function readSession(): Promise<Session> {
  const response = await fetch('/session', { cache: 'no-store', headers: { 'X-Background': '1' } });
  return (await (await answered(response)).json()) as Session;
}

// What is asked for after the password.
export interface SecondStep {
  readonly ticket: string;
  readonly kinds: readonly ('totp' | 'webauthn' | 'recovery_code')[];
  readonly passkey: RequestOptions | null;
}

export function secondStepOf(problem: unknown): SecondStep | null {
  if (!(problem instanceof Refusal) || typeof problem.body !== 'object' || problem.body === null) return null;
  return 'second_factor' in problem.body ? (problem.body.second_factor as SecondStep) : null;
}

// Throws a Refusal with a second step in it when the password is right and more is asked for.
export const signIn = (name: string, password: string): Promise<void> => post('/session', { name, password });

// What the hospital calls its own sign-in; null: it has none here.
export async function readProvider(): Promise<string | null> {
  const response = await answered(await fetch('/oidc', { cache: 'no-store', headers: { 'X-Background': '1' } }));
  return ((await response.json()) as { readonly name: string | null }).name;
}

export const answerSecondStep = (ticket: string, answer: { code: string } | { assertion: Assertion }): Promise<void> =>
  post('/session/second-factor', { ticket, ...answer });

// Throws a Refusal with status 401 when the session has ended meanwhile.
export const unlock = (session: Session, password: string): Promise<void> =>
  post('/session/unlock', { password }, { 'X-CSRF-Token': session.csrf_token });

export const setUp = (token: string, name: string, password: string): Promise<void> =>
  post('/setup', { token, name, password });

export async function signOut(session: Session): Promise<void> {
  const fields = { 'X-CSRF-Token': session.csrf_token };
  leaving = true;
  try {
    await answered(await fetch('/session', { method: 'DELETE', headers: fields }));
  } catch (problem) {
    leaving = problem instanceof Refusal && problem.status === 401;
    throw problem;
  }
}
