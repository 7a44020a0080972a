// How values are told to people.
import type { Alert, Grade } from './ward';

const abbreviations = new Set(['crp', 'ldh', 'inr', 'ice', 'icu', 'hlh', 'crs', 'icans', 'capd']);

const spelled: Readonly<Record<string, string>> = { spo2: 'SpO₂', fio2: 'FiO₂' };

// "blood_culture" as "blood culture", "crp" as "CRP".
export const plain = (id: string): string =>
  id
    .split('_')
    .map((word) => spelled[word] ?? (abbreviations.has(word) ? word.toUpperCase() : word))
    .join(' ');

// A UCUM code as people write it: "Cel" as "°C".
export const unitInWords = (code: string): string => (code === 'Cel' ? '°C' : code);

// "1 patient", "2 patients".
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

// "2", or "2–3" where the grade is not certain.
export const range = (grade: Grade): string =>
  grade.at_least === grade.at_most ? String(grade.at_least) : `${grade.at_least}–${grade.at_most}`;

// The same to be heard.
export const spoken = (grade: Grade): string =>
  grade.at_least === grade.at_most ? `${grade.at_least}` : `${grade.at_least} to ${grade.at_most}, not certain`;

// "45 min", "3 h 05 min", "2 d 4 h".
export function length(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  return hours > 0 ? `${hours} h ${String(minutes % 60).padStart(2, '0')} min` : `${minutes} min`;
}

export const untilDue = (due: Date, now: Date): string => {
  const left = due.getTime() - now.getTime();
  if (Math.abs(left) < 60_000) return 'now';
  return left > 0 ? `in ${length(left)}` : `${length(left)} overdue`;
};

const clock = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });
export const wardTime = (time: Date): string => clock.format(time);

const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const wallTime = (time: Date): string => seconds.format(time);

export function notLive(since: Date): string {
  const silence = Date.now() - since.getTime();
  const long = silence < 120_000 ? `${Math.floor(silence / 1_000)} s` : length(silence);
  return `NOT LIVE since ${wallTime(since)}, for ${long}. What is shown may be old.`;
}

const conditions: Readonly<Record<string, string>> = {
  crs: 'CRS',
  crs_rise: 'CRS rose by two or more',
  icans: 'ICANS',
  icans_rise: 'ICANS rose by two or more',
  hlh: 'HLH suspected',
  treatment: 'To be given',
  overdue: 'Overdue',
  therapy: 'May be CRS that needs treatment: chart the therapy, its product and time',
  withdrawn: 'Rested on a record that was taken back; look again at',
};

// Whose alert it is.
export const owner = (alert: Alert): string => (alert.patient === '' ? 'the ward itself' : alert.patient);

// What an alert is about: "To be given: vasopressor, tocilizumab"; of the ward itself what it says.
export function about(alert: Alert): string {
  if (alert.patient === '') return capital(alert.text);
  const condition = conditions[alert.condition] ?? capital(plain(alert.condition));
  // Grades stand in the row: "3", and "possible_4" of one that may be.
  const names = alert.words.split(' ').filter((word) => /^[a-z]/.test(word) && !word.startsWith('possible_') && word !== alert.condition);
  return names.length > 0 ? `${condition}: ${names.map(plain).join(', ')}` : condition;
}
