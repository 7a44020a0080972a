// What the board's calls answer, and the calls the board makes.
import { answered } from './answers';
import type { Session } from './session';

export interface Grade {
  readonly at_least: number;
  readonly at_most: number;
}

export interface CrsGrade extends Grade {
  readonly treat_as: number;
  readonly under_treatment: boolean;
}

export interface Alert {
  readonly id: number;
  readonly patient: string; // empty: of the ward itself
  readonly condition: string;
  readonly priority: 'high' | 'medium' | 'low';
  readonly state: 'raised' | 'acknowledged' | 'snoozed' | 'declined' | 'ended';
  readonly over: boolean; // the condition has passed
  readonly told: number; // to how many steps of its clock it went
  readonly told_to: readonly string[]; // the roles of these
  readonly shown_as: 'high' | 'medium' | 'low'; // a medium one that nobody answers becomes a high one
  readonly changed_at: string; // another one: it sounds again
  readonly reason: string | null; // why it was declined, or why nobody owns it any more
  readonly version: string; // what is answered
  readonly words: string;
  readonly text: string;
  readonly by: string | null;
}

// That somebody opened the record from outside their unit.
export interface Opening {
  readonly name: string;
  readonly at: string;
  readonly until: string;
  readonly reason: string;
}

export interface Patient {
  readonly patient: string;
  readonly unit: string | null;
  readonly opened_by: readonly Opening[];
  readonly charts_joined_at: string | null; // in the last 24 h: two charts became this one
  readonly birth_date: string | null;
  readonly therapy: string | null;
  readonly day: number | null;
  readonly crs: CrsGrade;
  readonly icans: Grade;
  readonly hlh: 'absent' | 'suspected' | 'unknown';
  readonly next: string | null;
  readonly due: { readonly item: string; readonly due: string; readonly overdue: boolean } | null;
  readonly alerts: readonly Alert[];
}

export interface Ward {
  readonly patients: readonly Patient[]; // most urgent first
  readonly own: readonly Alert[]; // of the ward itself: its feeds, disk, clock
  readonly demonstration: boolean;
  readonly pace: number; // seconds of the ward's clock in one of the reader's
}

// `byPerson`: somebody did something at the page since it was last read, which keeps their session going.
export async function readWard(byPerson: boolean): Promise<Ward> {
  const headers: HeadersInit = byPerson ? {} : { 'X-Background': '1' };
  const asked = ['/api/ward', '/api/technical'].map(async (path) => answered(await fetch(path, { cache: 'no-store', headers })));
  const [response, technical] = (await Promise.all(asked)) as [Response, Response];
  return {
    patients: (await response.json()) as Patient[],
    own: ((await technical.json()) as { technical: Alert[] }).technical,
    demonstration: response.headers.get('Stormkeel-Demonstration') === 'true',
    pace: Number(response.headers.get('Stormkeel-Pace') ?? 1),
  };
}

export async function openPatient(session: Session, patient: string, reason: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token };
  const path = `/api/patients/${encodeURIComponent(patient)}/break-glass`;
  await answered(await fetch(path, { method: 'POST', headers, body: JSON.stringify({ reason }) }));
}

// The patient is told too, and what was shown: the ward refuses when the alert is of another one, or has changed since.
async function answer(session: Session, alert: Alert, how: string, more: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf_token };
  const body = JSON.stringify({ patient: alert.patient, version: alert.version, ...more });
  await answered(await fetch(`/api/alerts/${alert.id}/${how}`, { method: 'POST', headers, body }));
}

export const acknowledge = (session: Session, alert: Alert): Promise<void> => answer(session, alert, 'acknowledge', {});
export const decline = (session: Session, alert: Alert, reason: string): Promise<void> => answer(session, alert, 'decline', { reason });
