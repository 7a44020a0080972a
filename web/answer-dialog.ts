// At a screen on the wall: what is done about an alert, by whom, and their PIN. Nothing of it stays.
import { onSubmit, written } from './entry';
import { button } from './elements';
import { dialog, field, part } from './parts';
import type { Act, BedAlert, Who } from './wall';

const closedAfter = 60_000; // milliseconds in which nobody did anything
const longestPin = 12;

export class AnswerDialog {
  private readonly dialog = dialog('answer');
  private alert: BedAlert | null = null;
  private idle: ReturnType<typeof setTimeout> | null = null;

  // `answer` throws what the ward says against it.
  constructor(private readonly answer: (alert: BedAlert, act: Act, who: Who, pin: string) => Promise<void>) {
    part('keypad').append(...'123456789'.split('').map((digit) => this.key(digit)), this.back(), this.key('0'));
    for (const id of ['act-acknowledge', 'act-snooze']) field(id).addEventListener('change', () => this.showAct());
    for (const id of ['by-badge', 'by-name']) field(id).addEventListener('change', () => this.showWho());
    // A badge's reader types its number and Enter.
    field('person').addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || field('pin').value !== '') return;
      event.preventDefault();
      field('pin').focus();
    });
    for (const kind of ['keydown', 'pointerdown']) this.dialog.addEventListener(kind, () => this.waitOn());
    part('answer-not').addEventListener('click', () => this.close());
    this.dialog.addEventListener('close', () => this.forget());
    onSubmit('pin', () => this.send(), { form: 'answer-form', send: 'answer-send', problem: 'answer-problem' });
  }

  // `told`: what it is about stands on this screen.
  ask(alert: BedAlert, title: string, told: boolean): void {
    this.forget();
    part('answer-hint').hidden = told;
    this.alert = alert;
    part('answer-title').textContent = title;
    field('act-acknowledge').checked = true;
    this.showAct();
    this.showWho();
    this.dialog.showModal();
    field('person').focus();
    this.waitOn();
  }

  close(): void {
    this.dialog.close();
  }

  private waitOn(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = setTimeout(() => this.close(), closedAfter);
  }

  private forget(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    this.alert = null;
    for (const id of ['person', 'pin']) {
      field(id).value = '';
      field(id).removeAttribute('aria-invalid');
    }
    part('answer-problem').textContent = '';
  }

  private key(digit: string): HTMLButtonElement {
    return button(digit, () => {
      if (field('pin').value.length < longestPin) field('pin').value += digit;
    });
  }

  private back(): HTMLButtonElement {
    const made = button('Delete', () => {
      field('pin').value = field('pin').value.slice(0, -1);
    });
    made.className = 'back';
    made.setAttribute('aria-label', 'Delete the last digit');
    return made;
  }

  private showAct(): void {
    part('answer-send').textContent = field('act-snooze').checked ? 'Silence it' : 'Acknowledge';
  }

  // A badge's number is nobody's to read; a name is.
  private showWho(): void {
    const badge = field('by-badge').checked;
    part('person-label').textContent = badge ? 'Badge' : 'Name';
    field('person').type = badge ? 'password' : 'text';
    field('person').value = '';
    field('person').focus();
  }

  private async send(): Promise<void> {
    if (this.alert === null) return;
    const badge = field('by-badge').checked;
    const person = written('person', badge ? 'the badge' : 'the name').trim();
    const pin = written('pin', 'the PIN');
    field('pin').value = '';
    await this.answer(this.alert, field('act-snooze').checked ? 'snooze' : 'acknowledge', badge ? { badge: person } : { name: person }, pin);
    this.close();
  }
}
