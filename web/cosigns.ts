// What waits for a second person, and what was answered: a list with the words and the two answers.
import { button, element, told } from './elements';
import { type Calls, attempt, say } from './office';
import { when } from './tables';
import { capital, plain, unitInWords } from './words';

interface Value {
  readonly value: string;
  readonly unit: string;
}

// What a correction made of a fact; `is` is null when it was taken back.
export interface Corrected {
  readonly time: string;
  readonly item: string;
  readonly was: Value;
  readonly is: Value | null;
}

export interface Cosign {
  readonly number: number;
  readonly kind: string;
  readonly state: 'open' | 'approved' | 'refused';
  readonly patient: string;
  readonly object: string | null;
  readonly fact: Corrected | null;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly second: string | null;
  readonly answer: string | null;
  readonly changed_at: string;
}

const written = (value: Value) => `${value.value} ${unitInWords(value.unit)}`.trim();

export function correctionTitle(cosign: Cosign): string {
  const fact = cosign.fact;
  if (fact === null) return `Patient ${cosign.patient}, who has left the ward`;
  const became = fact.is === null ? 'was taken back' : `became ${written(fact.is)}`;
  return `Patient ${cosign.patient}, ${plain(fact.item)} of ${when(fact.time)}: ${written(fact.was)} ${became}`;
}

export interface CosignWords {
  readonly title: (cosign: Cosign) => string; // what was done or asked for
  readonly none: string;
}

const longestWords = 200;

export class CosignList {
  constructor(
    private readonly place: HTMLElement,
    private readonly me: string,
    private readonly calls: Calls,
    private readonly words: CosignWords,
  ) {}

  async read(): Promise<void> {
    const all = await this.calls.read<Cosign[]>('/api/cosigns');
    const open = all.filter((one) => one.state === 'open');
    const done = all.filter((one) => one.state !== 'open').reverse();
    this.place.replaceChildren();
    if (open.length === 0) this.place.append(told('quiet', this.words.none));
    const list = element('ul', 'cosigns');
    list.append(...open.map((one) => this.item(one)));
    if (open.length > 0) this.place.append(list);
    if (done.length > 0) this.place.append(this.answeredOnes(done));
  }

  private about(cosign: Cosign): HTMLElement[] {
    return [
      told('title', this.words.title(cosign)),
      told('note', `${cosign.by}, ${when(cosign.at)}: “${cosign.reason}”`),
    ];
  }

  private item(cosign: Cosign): HTMLLIElement {
    const made = element('li');
    made.append(...this.about(cosign));
    if (cosign.by === this.me) {
      made.append(told('note', 'It is your own: another person has to answer it.'));
      return made;
    }
    const label = element('label');
    const field = element('input');
    field.type = 'text';
    field.maxLength = longestWords;
    field.autocomplete = 'off';
    label.append(told('', 'What you found'), field);
    const answers = element('p', 'answers-row');
    for (const [verb, words] of [['approve', 'Approve'], ['refuse', 'Refuse']] as const) {
      const each = button(words, () => void this.answer(cosign, verb, field));
      each.setAttribute('aria-label', `${words}: ${this.words.title(cosign)}`);
      answers.append(each);
    }
    made.append(label, answers);
    return made;
  }

  private async answer(cosign: Cosign, verb: 'approve' | 'refuse', field: HTMLInputElement): Promise<void> {
    const words = field.value.trim();
    if (words === '') {
      field.setAttribute('aria-invalid', 'true');
      say('Say what you found first.');
      return field.focus();
    }
    const done = await attempt('It is not answered', async () => {
      await this.calls.change('POST', `/api/cosigns/${cosign.number}/${verb}`, { words });
      await this.read();
    });
    if (done) say(`${verb === 'approve' ? 'Approved' : 'Refused'}: ${this.words.title(cosign)}.`);
  }

  private answeredOnes(done: readonly Cosign[]): HTMLDetailsElement {
    const made = element('details');
    const summary = element('summary');
    summary.textContent = `Answered in the last 30 days (${done.length})`;
    const list = element('ul', 'cosigns');
    for (const one of done) {
      const item = element('li');
      const answer = `${capital(one.state)} by ${one.second ?? ''}, ${when(one.changed_at)}: “${one.answer ?? ''}”`;
      item.append(...this.about(one), told('note', answer));
      list.append(item);
    }
    made.append(summary, list);
    return made;
  }
}
