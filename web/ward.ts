// What the ward's calls answer, and the calls the page makes.

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
  readonly condition: string;
  readonly priority: 'high' | 'medium' | 'low';
  readonly state: 'raised' | 'acknowledged' | 'snoozed' | 'declined' | 'ended';
  readonly over: boolean; // the condition has passed
  readonly told: number; // to how many persons it went
  readonly words: string;
  readonly by: string | null;
}

export interface Patient {
  readonly patient: string;
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
  readonly demonstration: boolean;
  readonly pace: number; // seconds of the ward's clock in one of the reader's
}

// Throws with the ward's own words when it refuses.
async function answered(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  const said = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : '';
  throw new Error(said || `the ward answered ${response.status}`);
}

export async function readWard(): Promise<Ward> {
  const response = await answered(await fetch('/api/ward', { cache: 'no-store' }));
  return {
    patients: (await response.json()) as Patient[],
    demonstration: response.headers.get('Stormkeel-Demonstration') === 'true',
    pace: Number(response.headers.get('Stormkeel-Pace') ?? 1),
  };
}

export async function acknowledge(alert: number): Promise<void> {
  await answered(await fetch(`/api/alerts/${alert}/acknowledge`, { method: 'POST' }));
}
