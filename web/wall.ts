// What a screen on the wall is told, and what it asks for: beds and grades, and alerts of who proves who they are.
import { answered } from './answers';
import type { Grade } from './ward';

export interface Screen {
  readonly name: string; // of its token
  readonly units: readonly string[]; // whose beds it shows; none: the whole hospital
}

export interface Bed {
  readonly bed: string | null;
  readonly unavailable?: boolean; // what is kept of them is damaged
  readonly crs: Grade;
  readonly icans: Grade;
  readonly newest_fact: string | null; // when the newest fact of the patient was true, of whatever kind
}

export interface Shown {
  readonly beds: readonly Bed[]; // most urgent first
  readonly degraded: boolean; // something is wrong with the ward itself
}

export interface BedAlert {
  readonly id: number;
  readonly bed: string | null;
  readonly shown_as: 'high' | 'medium' | 'low'; // how urgent it is, or has become because nobody answers
  readonly state: 'raised' | 'acknowledged' | 'snoozed' | 'declined' | 'ended';
  readonly text?: string; // of one of the ward itself
}

export type Act = 'acknowledge' | 'snooze';
export type Who = { readonly name: string } | { readonly badge: string };

const minutesOfSnooze = 2;
const longestWait = 8_000; // milliseconds
const longestCheck = 30_000; // of a PIN, which takes its time, and waits for those before it

// The browser's cookie counts for the calls that say so alone; see kiosk_token() in the program.
async function call(path: string, body?: object, headers: Record<string, string> = { 'X-Kiosk': '1' }): Promise<Response> {
  const signal = AbortSignal.timeout(body === undefined ? longestWait : longestCheck);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const what = body === undefined ? { cache: 'no-store' as const } : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(path, { ...what, headers, signal }).catch(() => {
    throw new Error('the ward does not answer');
  });
  return answered(response);
}

// Throws a Refusal with status 401 when this browser is no such screen, or is one no longer.
export const readScreen = async (): Promise<Screen> => (await (await call('/api/kiosk/screen')).json()) as Screen;
// A cookie of before, whose token is closed, must not count here.
export const beginScreen = async (token: string): Promise<Screen> => (await (await call('/api/kiosk/screen', { token }, {})).json()) as Screen;

export async function readWall(): Promise<Shown> {
  const response = await call('/api/ward');
  return { beds: (await response.json()) as Bed[], degraded: response.headers.get('Stormkeel-Degraded') === 'true' };
}

// What this person may answer here.
export const readAlerts = async (who: Who, pin: string): Promise<readonly BedAlert[]> =>
  ((await (await call('/api/kiosk/alerts', { ...who, pin })).json()) as { alerts: BedAlert[] }).alerts;

// By whom it was done, as the ward names them.
export async function answerAtWall(alert: BedAlert, act: Act, who: Who, pin: string): Promise<string> {
  const body = { ...who, pin, shown_as: alert.shown_as, ...(act === 'snooze' ? { minutes: minutesOfSnooze } : {}) };
  return ((await (await call(`/api/kiosk/alerts/${alert.id}/${act}`, body)).json()) as { by: string }).by;
}
