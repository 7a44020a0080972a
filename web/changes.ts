// What a reader of the board who cannot see it has to be told: grades that changed, and alerts that were raised.
import type { Alert, Patient } from './ward';
import { about, spoken } from './words';

export interface Changes {
  readonly grades: readonly string[];
  readonly alerts: readonly string[];
}

const atMost = 4; // of each kind in one breath

function shortened(lines: readonly string[]): string[] {
  const more = lines.length - atMost;
  return more > 0 ? [...lines.slice(0, atMost), `and ${more} more`] : [...lines];
}

function gradeChanges(before: Patient, now: Patient): string[] {
  const lines: string[] = [];
  for (const scale of ['crs', 'icans'] as const) {
    const [was, is] = [spoken(before[scale]), spoken(now[scale])];
    if (was !== is) lines.push(`${now.patient}: ${scale.toUpperCase()} ${is}, before ${was}`);
  }
  return lines;
}

// Raised now, and not before; or raised to more persons.
function isNews(alert: Alert, before: Patient | undefined): boolean {
  if (alert.state !== 'raised' || alert.over) return false;
  const was = before?.alerts.find((one) => one.id === alert.id);
  return was?.state !== 'raised' || was.priority !== alert.priority || was.told < alert.told;
}

export function changes(before: readonly Patient[], now: readonly Patient[]): Changes {
  const old = new Map(before.map((patient) => [patient.patient, patient]));
  const grades: string[] = [];
  const alerts: string[] = [];
  for (const patient of now) {
    const was = old.get(patient.patient);
    if (was) grades.push(...gradeChanges(was, patient));
    for (const alert of patient.alerts) {
      if (isNews(alert, was)) alerts.push(`${alert.priority} alert, ${patient.patient}: ${about(alert)}`);
    }
  }
  return { grades: shortened(grades), alerts: shortened(alerts) };
}
