// A list of alerts: a line stays the same element for as long as its alert is there.
import { button, element, setText } from './elements';
import type { Alert } from './ward';
import { about, capital, owner, plain } from './words';

// What whoever is signed in may do with alerts.
export interface Answers {
  mayAcknowledge(alert: Alert): boolean;
  acknowledge(alert: Alert): void;
  mayDecline(alert: Alert): boolean;
  decline(alert: Alert): void;
}

class AlertLine {
  readonly line = element('li', 'alert');
  private readonly priority = element('span', 'priority');
  private readonly text = element('span', 'about');
  private readonly state = element('span', 'note');
  private readonly told = element('span', 'unseen');
  private readonly seen = button('Acknowledge', () => this.answers.acknowledge(this.alert));
  private readonly not = button('Decline', () => this.answers.decline(this.alert));
  private alert: Alert;

  constructor(
    alert: Alert,
    private readonly answers: Answers,
  ) {
    this.alert = alert;
    const answering = element('span', 'answers');
    answering.append(this.seen, this.not);
    this.line.append(this.priority, this.text, this.state, this.told, answering);
    this.show(alert);
  }

  show(alert: Alert): void {
    this.alert = alert;
    const raised = alert.state === 'raised';
    this.line.classList.toggle('seen', !raised);
    this.priority.className = `priority ${alert.shown_as}`;
    setText(this.priority, capital(alert.shown_as));
    setText(this.text, about(alert));
    const notes = raised ? [] : [`${alert.state}${alert.by === null ? '' : ` by ${alert.by}`}`];
    if (raised && alert.reason !== null) notes.push(`nobody owns it: ${alert.reason}`);
    if (alert.shown_as !== alert.priority) notes.push(`${alert.priority}, unanswered`);
    if (raised && alert.told > 1) notes.push(alert.told === 2 ? 'second call' : 'third call');
    if (alert.over) notes.push('has passed');
    setText(this.state, notes.join(', '));
    // Who that were would fill the board: it is read when somebody points there, or listens.
    const told = raised && alert.told > 1 ? `Told: ${alert.told_to.map(plain).join(', ')}` : '';
    this.state.title = told;
    setText(this.told, told);
    this.seen.hidden = !raised || alert.id === 0 || !this.answers.mayAcknowledge(alert);
    this.not.hidden = alert.over || alert.id === 0 || !this.answers.mayDecline(alert);
    const which = `${alert.shown_as} alert of ${owner(alert)}: ${about(alert)}`;
    this.seen.setAttribute('aria-label', `Acknowledge ${which}`);
    this.not.setAttribute('aria-label', `Decline ${which}`);
  }
}

// One that could not be kept yet has no number.
const key = (alert: Alert): string => `${alert.id} ${alert.condition}`;

export class AlertList {
  readonly list = element('ul', 'list');
  private readonly lines = new Map<string, AlertLine>();

  constructor(private readonly answers: Answers) {}

  show(alerts: readonly Alert[]): void {
    const there = new Set(alerts.map(key));
    for (const [old, line] of this.lines) {
      if (there.has(old)) continue;
      line.line.remove();
      this.lines.delete(old);
    }
    for (const alert of alerts) {
      const line = this.lines.get(key(alert));
      if (line) {
        line.show(alert);
      } else {
        const added = new AlertLine(alert, this.answers);
        this.lines.set(key(alert), added);
        this.list.append(added.line);
      }
    }
  }
}
