// Draws the board: a row stays the same elements for as long as its patient is there, so that focus and reading places
// are not lost.
import { AlertList, type Answers } from './alerts';
import { element, setText, told } from './elements';
import { gradeCell } from './grade-cell';
import type { CrsGrade, Opening, Patient } from './ward';
import { capital, plain, untilDue, wardTime } from './words';

function crsNotes(crs: CrsGrade, hlh: Patient['hlh']): string[] {
  const notes: string[] = [];
  if (crs.treat_as > crs.at_least) notes.push(`treat as ${crs.treat_as}`);
  if (crs.under_treatment) notes.push('under treatment');
  if (hlh === 'suspected') notes.push('HLH suspected');
  return notes;
}

// What a row needs to know beside its patient.
export interface Reader {
  readonly name: string;
  readonly units: boolean; // the ward knows units, so that one that is not known is told
}

function openingNote(opening: Opening, reader: Reader): string {
  if (opening.name === reader.name) return `Opened by you until ${wardTime(new Date(opening.until))}`;
  return `Opened from another unit by ${opening.name}, ${wardTime(new Date(opening.at))}: ${opening.reason}`;
}

function joinNote(at: string): string {
  return `Two charts became this one, ${wardTime(new Date(at))}: check its weight, allergies and doses`;
}

class Row {
  readonly row = element('tr');
  private readonly heading = element('th');
  private readonly cells: readonly HTMLTableCellElement[];
  private readonly alerts: AlertList;
  private readonly marks = element('span', 'openings');
  private due: Patient['due'] = null;

  constructor(answers: Answers) {
    this.alerts = new AlertList(answers);
    this.row.setAttribute('role', 'row');
    this.heading.scope = 'row';
    this.heading.tabIndex = -1; // where the focus goes when the last button of the row is gone
    this.heading.setAttribute('role', 'rowheader');
    this.cells = ['Therapy', 'CRS', 'ICANS', 'Next', 'Due', 'Alerts'].map((name) => {
      const cell = element('td', name.toLowerCase());
      cell.setAttribute('role', 'cell');
      cell.dataset['name'] = name;
      return cell;
    });
    this.row.append(this.heading, ...this.cells);
  }

  show(patient: Patient, reader: Reader): void {
    const [therapy, crs, icans, next, , alerts] = this.cells;
    if (!therapy || !crs || !icans || !next || !alerts) return;
    this.row.dataset['level'] = String(Math.max(patient.crs.at_least, patient.crs.treat_as, patient.icans.at_least));
    this.showWho(patient, reader);
    this.two(therapy, patient.therapy === null ? 'not known' : plain(patient.therapy), patient.day === null ? '' : `day ${patient.day}`);
    gradeCell(crs, 'grade', patient.crs, crsNotes(patient.crs, patient.hlh));
    gradeCell(icans, 'grade', patient.icans, []);
    setText(next, patient.next === null ? 'Nothing now' : capital(patient.next));
    next.classList.toggle('quiet', patient.next === null);
    this.due = patient.due;
    this.showAlerts(alerts, patient);
  }

  count(now: Date): void {
    const cell = this.cells[4];
    if (!cell) return;
    const left = this.due === null ? '' : untilDue(new Date(this.due.due), now);
    this.two(cell, this.due === null ? 'Nothing' : capital(plain(this.due.item)), left);
    cell.classList.toggle('overdue', left.endsWith('overdue'));
    cell.classList.toggle('quiet', this.due === null);
  }

  private two(cell: HTMLElement, first: string, second: string): void {
    if (cell.childElementCount !== 2) cell.replaceChildren(told('main', ''), told('note', ''));
    const [main, note] = cell.children;
    if (main instanceof HTMLElement) setText(main, first);
    if (note instanceof HTMLElement) setText(note, second);
  }

  private showWho(patient: Patient, reader: Reader): void {
    if (this.heading.childElementCount === 0) this.heading.append(told('main', ''), told('note', ''), told('note unit', ''), this.marks);
    const [main, born, unit] = this.heading.querySelectorAll<HTMLElement>('.main, .note');
    if (!main || !born || !unit) return;
    setText(main, patient.patient);
    setText(born, patient.birth_date === null ? 'birth date not known' : `born ${patient.birth_date}`);
    setText(unit, patient.unit ?? (reader.units ? 'unit not known' : ''));
    const notes = patient.opened_by.map((opening) => openingNote(opening, reader));
    if (patient.charts_joined_at !== null) notes.push(joinNote(patient.charts_joined_at));
    const key = notes.join('|');
    if (this.marks.dataset['key'] === key) return;
    this.marks.dataset['key'] = key;
    this.marks.replaceChildren(...notes.map((note) => told('opening', note)));
  }

  private showAlerts(cell: HTMLElement, patient: Patient): void {
    this.alerts.show(patient.alerts);
    if (patient.alerts.length === 0) return cell.replaceChildren(told('quiet', 'None'));
    if (this.alerts.list.parentElement !== cell) cell.replaceChildren(this.alerts.list);
  }

  focusOnPatient(): void {
    this.heading.focus();
  }

  // The next button of this row, else the row itself.
  focus(): void {
    const button = this.row.querySelector<HTMLButtonElement>('button:not([hidden])');
    (button ?? this.heading).focus();
  }
}

export class Board {
  private readonly rows = new Map<string, Row>();

  constructor(
    private readonly body: HTMLElement,
    private readonly answers: Answers,
    private readonly name: string, // who reads it
  ) {}

  show(patients: readonly Patient[], now: Date, bound: boolean): void {
    const reader = { name: this.name, units: bound || patients.some((patient) => patient.unit !== null) };
    const focused = document.activeElement;
    const owner = [...this.rows.values()].find((row) => row.row.contains(focused));
    const there = new Set(patients.map((patient) => patient.patient));
    for (const [id, row] of this.rows) {
      if (there.has(id)) continue;
      row.row.remove();
      this.rows.delete(id);
    }
    patients.forEach((patient, place) => {
      const row = this.rows.get(patient.patient) ?? new Row(this.answers);
      this.rows.set(patient.patient, row);
      row.show(patient, reader);
      if (this.body.children[place] !== row.row) this.body.insertBefore(row.row, this.body.children[place] ?? null);
    });
    this.count(now);
    // A row that moved, or a button that has gone, took the focus with it.
    if (owner === undefined || !(focused instanceof HTMLElement) || document.activeElement === focused) return;
    if (focused.isConnected && !focused.hidden) focused.focus({ preventScroll: true });
    else owner.focus();
  }

  count(now: Date): void {
    for (const row of this.rows.values()) row.count(now);
  }

  // Whether the patient is on the board; the focus is at their row then.
  focusOn(patient: string): boolean {
    const row = this.rows.get(patient);
    row?.focusOnPatient();
    return row !== undefined;
  }
}
