// Draws the board: a row stays the same elements for as long as its patient is there, so that focus and reading places
// are not lost.
import type { Alert, CrsGrade, Grade, Patient } from './ward';
import { about, capital, plain, range, spoken, untilDue } from './words';

// What whoever is signed in may do with alerts.
export interface Answers {
  mayAcknowledge(alert: Alert): boolean;
  acknowledge(alert: Alert, patient: string): void;
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className = ''): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  return made;
}

function told(className: string, text: string): HTMLSpanElement {
  const made = element('span', className);
  made.textContent = text;
  return made;
}

function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

// A shape and a word for each grade: colour says nothing alone. The shape is that of the highest grade possible.
function gradeCell(cell: HTMLElement, name: string, grade: Grade, notes: readonly string[]): void {
  const key = `${range(grade)}|${notes.join('|')}`;
  if (cell.dataset['key'] === key) return;
  cell.dataset['key'] = key;
  const chip = element('span', `grade g${grade.at_most}${grade.at_least === grade.at_most ? '' : ' open'}`);
  chip.setAttribute('aria-hidden', 'true');
  chip.append(element('span', 'shape'), told('number', range(grade)));
  cell.replaceChildren(chip, told('unseen', `${name} ${spoken(grade)}`), ...notes.map((note) => told('note', note)));
}

function crsNotes(crs: CrsGrade, hlh: Patient['hlh']): string[] {
  const notes: string[] = [];
  if (crs.treat_as > crs.at_least) notes.push(`treat as ${crs.treat_as}`);
  if (crs.under_treatment) notes.push('under treatment');
  if (hlh === 'suspected') notes.push('HLH suspected');
  return notes;
}

class AlertLine {
  readonly line = element('li', 'alert');
  private readonly priority = element('span', 'priority');
  private readonly text = element('span', 'about');
  private readonly state = element('span', 'note');
  private readonly button = element('button');
  private alert: Alert;

  constructor(
    alert: Alert,
    patient: string,
    private readonly answers: Answers,
  ) {
    this.alert = alert;
    this.button.type = 'button';
    this.button.textContent = 'Acknowledge';
    this.button.addEventListener('click', () => this.answers.acknowledge(this.alert, patient));
    this.line.append(this.priority, this.text, this.state, this.button);
    this.show(alert, patient);
  }

  show(alert: Alert, patient: string): void {
    this.alert = alert;
    const raised = alert.state === 'raised';
    this.line.classList.toggle('seen', !raised);
    this.priority.className = `priority ${alert.priority}`;
    setText(this.priority, capital(alert.priority));
    setText(this.text, about(alert));
    const notes = raised ? [] : [`${alert.state}${alert.by === null ? '' : ` by ${alert.by}`}`];
    if (raised && alert.told > 1) notes.push(alert.told === 2 ? 'second call' : 'third call');
    if (alert.over) notes.push('has passed');
    setText(this.state, notes.join(', '));
    this.button.hidden = !raised || !this.answers.mayAcknowledge(alert);
    this.button.setAttribute('aria-label', `Acknowledge ${alert.priority} alert of ${patient}: ${about(alert)}`);
  }
}

class Row {
  readonly row = element('tr');
  private readonly heading = element('th');
  private readonly cells: readonly HTMLTableCellElement[];
  private readonly list = element('ul', 'list');
  private readonly lines = new Map<number, AlertLine>();
  private due: Patient['due'] = null;

  constructor(private readonly answers: Answers) {
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

  show(patient: Patient): void {
    const [therapy, crs, icans, next, , alerts] = this.cells;
    if (!therapy || !crs || !icans || !next || !alerts) return;
    this.row.dataset['level'] = String(Math.max(patient.crs.at_least, patient.crs.treat_as, patient.icans.at_least));
    this.two(this.heading, patient.patient, patient.birth_date === null ? 'birth date not known' : `born ${patient.birth_date}`);
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

  private showAlerts(cell: HTMLElement, patient: Patient): void {
    const there = new Set(patient.alerts.map((alert) => alert.id));
    for (const [id, line] of this.lines) {
      if (there.has(id)) continue;
      line.line.remove();
      this.lines.delete(id);
    }
    for (const alert of patient.alerts) {
      const line = this.lines.get(alert.id);
      if (line) {
        line.show(alert, patient.patient);
      } else {
        const added = new AlertLine(alert, patient.patient, this.answers);
        this.lines.set(alert.id, added);
        this.list.append(added.line);
      }
    }
    if (this.lines.size === 0) return cell.replaceChildren(told('quiet', 'None'));
    if (this.list.parentElement !== cell) cell.replaceChildren(this.list);
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
  ) {}

  show(patients: readonly Patient[], now: Date): void {
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
      row.show(patient);
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
}
