// What a reader of the board who cannot see it has to be told: grades that changed, and alerts that were raised.
import type { Alert, Patient, Ward } from './ward';
import { about, owner, spoken } from './words';

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

// Raised now, and not before; or raised to more persons, or once more because nobody answers, which in a demonstration
// would be told without a pause.
function isNews(alert: Alert, was: Alert | undefined, repeats: boolean): boolean {
  if (alert.state !== 'raised' || alert.over) return false;
  return was?.state !== 'raised' || was.shown_as !== alert.shown_as || was.told < alert.told || (repeats && was.changed_at !== alert.changed_at);
}

export const alertsOf = (ward: Ward): readonly Alert[] => [...ward.own, ...ward.patients.flatMap((patient) => patient.alerts)];

export function changes(before: Ward, now: Ward): Changes {
  const old = new Map(before.patients.map((patient) => [patient.patient, patient]));
  const known = new Map(alertsOf(before).map((alert) => [alert.id, alert]));
  const grades = now.patients.flatMap((patient) => {
    const was = old.get(patient.patient);
    return was === undefined ? [] : gradeChanges(was, patient);
  });
  const alerts = alertsOf(now)
    .filter((alert) => isNews(alert, known.get(alert.id), !now.demonstration))
    .map((alert) => `${alert.shown_as} alert, ${owner(alert)}: ${about(alert)}`);
  return { grades: shortened(grades), alerts: shortened(alerts) };
}
