// The calls about one's own account.
import { answered } from './answers';
import type { Attestation, CreationOptions } from './passkeys';
import type { Session } from './session';

export interface Factor {
  readonly id: string;
  readonly kind: 'totp' | 'webauthn';
  readonly name: string;
  readonly added: string;
}

export interface Account {
  readonly name: string;
  readonly role: string;
  readonly since: string;
  readonly has_password: boolean;
  readonly fewest_characters: number; // of a new password
  readonly second_factor_missing: boolean; // nothing else is open until one is added
  readonly factors: readonly Factor[];
  readonly recovery_codes: number; // that are left
  readonly pin: boolean; // for a screen on the wall
  readonly passkeys_here: boolean;
  readonly passkeys_at: string;
}

export interface AppEnrolment {
  readonly enrolment: string;
  readonly uri: string;
  readonly key: string;
  readonly qr: readonly string[];
}

export interface PasskeyEnrolment {
  readonly enrolment: string;
  readonly options: CreationOptions;
}

async function post<Told>(session: Session, path: string, body: object): Promise<Told> {
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token };
  const response = await fetch(`/api/account${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await (await answered(response)).json()) as Told;
}

export async function readAccount(): Promise<Account> {
  return (await (await answered(await fetch('/api/account', { cache: 'no-store' }))).json()) as Account;
}

// The session goes on under another token; those elsewhere have ended.
export const changePassword = (session: Session, present: string, password: string): Promise<Session> =>
  post(session, '/password', { present, password });

export const beginApp = (session: Session, password: string): Promise<AppEnrolment> => post(session, '/authenticator', { password });
export const beginPasskey = (session: Session, password: string): Promise<PasskeyEnrolment> => post(session, '/passkey', { password });

interface Codes {
  readonly recovery_codes: readonly string[];
}

// The recovery codes that came with the first factor.
export const confirmApp = async (session: Session, enrolment: string, name: string, code: string): Promise<readonly string[]> =>
  (await post<Codes>(session, '/authenticator/confirm', { enrolment, name, code })).recovery_codes;

export const confirmPasskey = async (session: Session, enrolment: string, name: string, made: Attestation): Promise<readonly string[]> =>
  (await post<Codes>(session, '/passkey/confirm', { enrolment, name, ...made })).recovery_codes;

export const removeFactor = (session: Session, factor: Factor, password: string): Promise<unknown> =>
  post(session, `/factors/${factor.id}/remove`, { password });

export const setPin = (session: Session, password: string, pin: string): Promise<unknown> => post(session, '/pin', { password, pin });
export const removePin = (session: Session, password: string): Promise<unknown> => post(session, '/pin/remove', { password });

export const renewCodes = async (session: Session, password: string): Promise<readonly string[]> =>
  (await post<Codes>(session, '/recovery-codes', { password })).recovery_codes;
