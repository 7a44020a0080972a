// At a screen on the wall: what is done about an alert, by whom, and their PIN. Nothing of it stays.
import { onSubmit, written } from './entry';
import { button } from './elements';
import { dialog, field, part } from './parts';
import type { Act, BedAlert, Who } from './wall';

const closedAfter = 60_000; // milliseconds in which nobody did anything
const longestPin = 12;

export interface Asked {
  readonly alert: BedAlert;
  readonly about: string; // "High priority alert, bed 12"
}

export class AnswerDialog {
  private readonly dialog = dialog('answer');
  private asked: Asked | null = null;
  private sending = false; // what is on its way is of this alert, so nothing else is asked meanwhile
  private idle: ReturnType<typeof setTimeout> | null = null;

  // `answer` throws what the ward says against it, and else gives the words for what was done.
  constructor(
    private readonly answer: (asked: Asked, act: Act, who: Who, pin: string) => Promise<string>,
    private readonly done: (words: string) => void,
  ) {
    part('keypad').append(...'123456789'.split('').map((digit) => this.key(digit)), this.back(), this.key('0'));
    for (const id of ['act-acknowledge', 'act-snooze']) field(id).addEventListener('change', () => this.showAct());
    for (const id of ['by-badge', 'by-name']) {
      field(id).addEventListener('change', () => this.showWho());
      field(id).addEventListener('click', (event) => event.detail > 0 && field('person').focus()); // by touch, not by a key
    }
    // A badge's reader types its number and Enter.
    field('person').addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || field('pin').value !== '') return;
      event.preventDefault();
      field('pin').focus();
    });
    for (const kind of ['keydown', 'pointerdown']) this.dialog.addEventListener(kind, () => this.waitOn());
    part('answer-not').addEventListener('click', () => this.close());
    this.dialog.addEventListener('cancel', (event) => this.sending && event.preventDefault());
    this.dialog.addEventListener('close', () => this.forget());
    onSubmit('pin', () => this.send(), { form: 'answer-form', send: 'answer-send', problem: 'answer-problem' });
  }

  // `told`: what it is about stands on this screen.
  ask(alert: BedAlert, about: string, told: boolean): void {
    this.forget();
    part('answer-hint').hidden = told;
    this.asked = { alert, about };
    part('answer-title').textContent = about;
    field('act-acknowledge').checked = true;
    this.showAct();
    this.showWho();
    this.dialog.showModal();
    field('person').focus();
    this.waitOn();
  }

  isOpen(): boolean {
    return this.dialog.open;
  }

  // Whatever is on its way.
  leave(): void {
    this.dialog.close();
  }

  // Once what is on its way has been answered, when something is.
  close(): void {
    if (!this.sending) this.dialog.close();
  }

  private waitOn(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = setTimeout(() => this.close(), closedAfter);
  }

  private forget(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    this.asked = null;
    for (const id of ['person', 'pin']) {
      field(id).value = '';
      field(id).removeAttribute('aria-invalid');
    }
    for (const id of ['answer-problem', 'answer-news']) part(id).textContent = '';
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
  }

  private async send(): Promise<void> {
    const asked = this.asked;
    if (asked === null) return;
    const badge = field('by-badge').checked;
    const person = written('person', badge ? 'the badge' : 'the name').trim();
    const pin = written('pin', 'the PIN');
    field('pin').value = '';
    this.sending = true;
    try {
      const done = await this.answer(asked, field('act-snooze').checked ? 'snooze' : 'acknowledge', badge ? { badge: person } : { name: person }, pin);
      if (this.asked === asked) this.dialog.close();
      this.done(done);
    } catch (problem) {
      // A browser may have closed the dialog all the same.
      if (this.asked === asked) throw problem;
      this.done(`Not answered, ${asked.about}: ${problem instanceof Error ? problem.message : String(problem)}.`);
    } finally {
      this.sending = false;
      if (this.asked === asked) this.waitOn();
    }
  }
}
