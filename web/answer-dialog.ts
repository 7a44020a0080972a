// At a screen on the wall: who somebody is, then the alerts that they may answer. Nothing of it stays.
import { onSubmit, written } from './entry';
import { button, element, told } from './elements';
import { dialog, field, part } from './parts';
import { type Act, type BedAlert, type Who, answerAtWall, readAlerts } from './wall';
import { capital } from './words';

const closedAfter = 60_000; // milliseconds in which nobody did anything
const longestPin = 12;
const priorities = ['high', 'medium', 'low'];

const isOpenYet = (alert: BedAlert): boolean => alert.state === 'raised';
const inOrder = (alerts: readonly BedAlert[]): BedAlert[] =>
  [...alerts].sort((a, b) => Number(isOpenYet(b)) - Number(isOpenYet(a)) || priorities.indexOf(a.shown_as) - priorities.indexOf(b.shown_as));

// "high priority alert, bed 12"
function title(alert: BedAlert): string {
  const where = alert.text !== undefined ? 'of the ward itself' : alert.bed === null ? 'a patient without a bed' : `bed ${alert.bed}`;
  return `${alert.shown_as} priority alert, ${where}`;
}

// Nobody takes care of somebody who cannot be told from others.
const isAnsweredHere = (alert: BedAlert): boolean => isOpenYet(alert) && (alert.bed !== null || alert.text !== undefined);

interface Proof {
  readonly who: Who;
  readonly pin: string;
}

export class AnswerDialog {
  private readonly dialog = dialog('answer');
  private proof: Proof | null = null; // of who is there, until the dialog closes
  private sending = false;
  private idle: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly done: (words: string) => void) {
    part('keypad').append(...'123456789'.split('').map((digit) => this.key(digit)), this.back(), this.key('0'));
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
    for (const id of ['answer-not', 'answer-done']) part(id).addEventListener('click', () => this.close());
    this.dialog.addEventListener('cancel', (event) => this.sending && event.preventDefault());
    this.dialog.addEventListener('close', () => this.forget());
    onSubmit('pin', () => this.prove(), { form: 'answer-form', send: 'answer-send', problem: 'answer-problem' });
  }

  ask(): void {
    this.forget();
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
    this.proof = null;
    for (const id of ['person', 'pin']) {
      field(id).value = '';
      field(id).removeAttribute('aria-invalid');
    }
    for (const id of ['answer-problem', 'list-problem', 'answer-news']) part(id).textContent = '';
    part('answer-list').replaceChildren();
    part('answer-form').hidden = false;
    part('answer-alerts').hidden = true;
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

  // A badge's number is nobody's to read; a name is.
  private showWho(): void {
    const badge = field('by-badge').checked;
    part('person-label').textContent = badge ? 'Badge' : 'Name';
    field('person').type = badge ? 'password' : 'text';
    field('person').value = '';
  }

  private async prove(): Promise<void> {
    const badge = field('by-badge').checked;
    const person = written('person', badge ? 'the badge' : 'the name').trim();
    const pin = written('pin', 'the PIN');
    field('pin').value = '';
    const proof = { who: badge ? { badge: person } : { name: person }, pin };
    const alerts = await this.whileSending(() => readAlerts(proof.who, proof.pin));
    if (!this.dialog.open) return;
    this.proof = proof;
    field('person').value = '';
    part('answer-form').hidden = true;
    part('answer-alerts').hidden = false;
    this.show(alerts);
    (part('answer-list').querySelector('button') ?? part('answer-done')).focus();
  }

  private show(alerts: readonly BedAlert[]): void {
    part('answer-none').hidden = alerts.length > 0;
    part('answer-list').replaceChildren(...inOrder(alerts).map((alert) => this.line(alert)));
  }

  private line(alert: BedAlert): HTMLLIElement {
    const made = element('li', isOpenYet(alert) ? 'alert' : 'alert seen');
    const where = alert.text !== undefined ? capital(alert.text) : alert.bed === null ? 'no bed known' : `bed ${alert.bed}`;
    made.append(told(`priority ${alert.shown_as}`, capital(alert.shown_as)), told('about', where));
    if (!isAnsweredHere(alert)) {
      made.append(told('note', isOpenYet(alert) ? 'answer it at the board' : alert.state));
      return made;
    }
    const acts = element('span', 'acts');
    for (const [act, words] of [['acknowledge', 'Acknowledge'], ['snooze', 'Silence 2 min']] as const) {
      const one = button(words, () => void this.answer(alert, act));
      one.setAttribute('aria-label', `${words}: ${title(alert)}`);
      acts.append(one);
    }
    made.append(acts);
    return made;
  }

  // What is on its way is of this alert, so nothing else is asked meanwhile.
  private async answer(alert: BedAlert, act: Act): Promise<void> {
    const { proof } = this;
    if (proof === null || this.sending) return;
    part('list-problem').textContent = '';
    try {
      const by = await this.whileSending(() => answerAtWall(alert, act, proof.who, proof.pin));
      this.done(`${act === 'snooze' ? 'Silenced' : 'Acknowledged'} by ${by}: ${title(alert)}.`);
      if (this.proof !== proof) return;
      this.show(await this.whileSending(() => readAlerts(proof.who, proof.pin)));
      (part('answer-list').querySelector('button') ?? part('answer-done')).focus();
    } catch (problem) {
      const words = `Not answered, ${title(alert)}: ${problem instanceof Error ? problem.message : String(problem)}.`;
      if (this.proof === proof) part('list-problem').textContent = words;
      else this.done(words);
    }
  }

  private async whileSending<Value>(send: () => Promise<Value>): Promise<Value> {
    this.sending = true;
    try {
      return await send();
    } finally {
      this.sending = false;
      if (this.dialog.open) this.waitOn();
    }
  }
}
