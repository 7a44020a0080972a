// A list of alerts: a line stays the same element for as long as its alert is there.
import { element, setText } from './elements';
import type { Alert } from './ward';
import { about, capital, owner } from './words';

// What whoever is signed in may do with alerts.
export interface Answers {
  mayAcknowledge(alert: Alert): boolean;
  acknowledge(alert: Alert): void;
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
    private readonly answers: Answers,
  ) {
    this.alert = alert;
    this.button.type = 'button';
    this.button.textContent = 'Acknowledge';
    this.button.addEventListener('click', () => this.answers.acknowledge(this.alert));
    this.line.append(this.priority, this.text, this.state, this.button);
    this.show(alert);
  }

  show(alert: Alert): void {
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
    this.button.hidden = !raised || alert.id === 0 || !this.answers.mayAcknowledge(alert);
    this.button.setAttribute('aria-label', `Acknowledge ${alert.priority} alert of ${owner(alert)}: ${about(alert)}`);
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
