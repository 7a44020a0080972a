// The page of administrators: accounts of people, tokens of machines, and one patient under two ids.
import { BadgeDialog } from './badge-dialog';
import { CosignList } from './cosigns';
import { button, element } from './elements';
import { type Calls, attempt, enter, isOver, say } from './office';
import { field, part } from './parts';
import { fourWords } from './phrase';
import type { Session } from './session';
import { row, when } from './tables';
import { capital } from './words';

interface Person {
  readonly name: string;
  readonly role: string;
  readonly since: string;
  readonly units?: readonly string[];
  readonly second_factor?: boolean;
  readonly pin?: boolean;
  readonly badge?: boolean;
  readonly subject?: boolean | string | null;
}

interface Token {
  readonly name: string;
  readonly role: string;
  readonly since: string;
}

const choice = (id: string): HTMLSelectElement => part(id) as HTMLSelectElement;
const dialog = (id: string): HTMLDialogElement => part(id) as HTMLDialogElement;

// Asks before something that cannot be taken back; `act` tells what the ward says against it.
class Question {
  private act: (() => Promise<void>) | null = null;

  constructor() {
    part('question-form').addEventListener('submit', (event) => {
      event.preventDefault();
      const act = this.act;
      dialog('question').close();
      if (act !== null) void act();
    });
    part('question-not').addEventListener('click', () => dialog('question').close());
  }

  ask(title: string, words: string, act: () => Promise<void>): void {
    this.act = act;
    part('question-title').textContent = title;
    part('question-words').textContent = words;
    part('question-yes').textContent = title;
    dialog('question').showModal();
    part('question-not').focus();
  }
}

// Shows what nobody is told again.
function showOnce(title: string, words: string, secret: string): void {
  part('secret-title').textContent = title;
  part('secret-words').textContent = words;
  part('secret-text').textContent = secret;
  dialog('secret').showModal();
}

// Of a form: what is wrong with a field, in words beside the form, and the focus where it is.
function wrong(problemAt: string, id: string, words: string): void {
  part(problemAt).textContent = words;
  part(id).setAttribute('aria-invalid', 'true');
  part(id).focus();
}

function clearWrong(form: HTMLElement, problemAt: string): void {
  part(problemAt).textContent = '';
  for (const each of form.querySelectorAll('[aria-invalid]')) each.removeAttribute('aria-invalid');
}

class People {
  private people: readonly Person[] = [];
  private readonly badges = new BadgeDialog(
    (name, number) => this.keepBadge(name, number),
    (name, number) => this.badgeIsKept(name, number),
  );

  constructor(
    private readonly calls: Calls,
    private readonly question: Question,
  ) {
    part('person-form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    part('person-form').addEventListener('reset', () => setTimeout(() => this.showFields()));
    for (const each of document.querySelectorAll('input[name=password-by]')) each.addEventListener('change', () => this.showFields());
    part('name').addEventListener('input', () => this.showFields());
    this.showFields();
  }

  async read(): Promise<void> {
    this.people = await this.calls.read<Person[]>('/api/users');
    part('people').replaceChildren(...this.people.map((person) => this.row(person)));
    part('people-counts').textContent = this.people.length === 1 ? '1 person' : `${this.people.length} persons`;
    part('units-part').hidden = this.people.every((person) => person.units === undefined);
    this.showFields();
  }

  private known(): Person | undefined {
    return this.people.find((person) => person.name === field('name').value.trim());
  }

  // Whoever is there already may keep their password.
  private showFields(): void {
    const known = this.known() !== undefined;
    part('keep-part').hidden = !known;
    const keep = field('password-keep');
    if (!known && keep.checked) field('password-made').checked = true;
    part('passwords').hidden = !field('password-typed').checked;
    part('person-send').textContent = known ? 'Change the account' : 'Add the person';
  }

  private row(person: Person): HTMLTableRowElement {
    const units = person.units === undefined ? '–' : person.units.length === 0 ? 'the whole hospital' : person.units.join(', ');
    const answers = element('span', 'answers-row');
    const change = button('Change', () => this.change(person));
    change.setAttribute('aria-label', `Change ${person.name}`);
    const close = button('Close', () => this.close(person));
    close.setAttribute('aria-label', `Close the account of ${person.name}`);
    answers.append(change, close);
    if (person.badge !== undefined) {
      const badge = button('Badge', () => this.badges.ask(person.name, person.badge === true));
      badge.setAttribute('aria-label', `Badge of ${person.name}`);
      answers.append(badge);
    }
    if (person.second_factor === true || person.pin === true || person.badge === true) {
      const reset = button('Remove second factors', () => this.resetFactors(person));
      reset.setAttribute('aria-label', `Remove the second factors of ${person.name}`);
      answers.append(reset);
    }
    const wall = [person.pin === true ? 'PIN' : '', person.badge === true ? 'badge' : ''].filter((one) => one !== '').join(', ');
    const yes = (there: unknown): string => (there === undefined ? '–' : there === false || there === null || there === '' ? 'no' : 'yes');
    return row([
      { name: 'Name', content: person.name },
      { name: 'Role', content: person.role, className: 'word' },
      { name: 'Units', content: units },
      { name: 'Second factor', content: yes(person.second_factor) },
      { name: 'At a screen on the wall', content: wall === '' ? 'nothing' : wall },
      { name: 'Hospital sign-in', content: yes(person.subject) },
      { name: 'Since', content: when(person.since) },
      { name: 'Account', content: answers },
    ]);
  }

  private change(person: Person): void {
    field('name').value = person.name;
    choice('role').value = person.role;
    field('units').value = (person.units ?? []).join(', ');
    field('password-keep').checked = true;
    this.showFields();
    choice('role').focus();
  }

  private close(person: Person): void {
    this.question.ask('Close the account', `${person.name}, ${person.role}, may sign in no more, and their sessions end at once.`, async () => {
      const done = await attempt(`The account of ${person.name} is not closed`, async () => {
        await this.calls.change('DELETE', `/api/users/${encodeURIComponent(person.name)}`);
        await this.read();
      });
      if (done) say(`The account of ${person.name} is closed.`);
    });
  }

  // null: takes it away. What the ward says against a number is for the dialog to tell.
  private async keepBadge(name: string, number: string | null): Promise<void> {
    const path = `/api/users/${encodeURIComponent(name)}/badge`;
    await (number === null ? this.calls.change('DELETE', path) : this.calls.change('POST', path, { badge: number }));
  }

  private async badgeIsKept(name: string, number: string | null): Promise<void> {
    await attempt('The accounts could not be read', () => this.read());
    document.querySelector<HTMLElement>(`[aria-label="Badge of ${CSS.escape(name)}"]`)?.focus();
    say(`The badge of ${name} is ${number === null ? 'removed' : 'kept'}.`);
  }

  private resetFactors(person: Person): void {
    const what = `${person.name} signs in with the password alone, and may add other factors on their own page. PIN and badge go too.`;
    this.question.ask('Remove the second factors', what, async () => {
      const done = await attempt(`The second factors of ${person.name} are not removed`, async () => {
        await this.calls.change('DELETE', `/api/users/${encodeURIComponent(person.name)}/factors`);
        await this.read();
      });
      if (done) say(`The second factors of ${person.name} are removed.`);
    });
  }

  // The password that is set; undefined: it stays. Throws nothing: what is wrong is told, and nothing is sent.
  private password(): { readonly set?: string } | null {
    if (field('password-keep').checked) return {};
    if (field('password-made').checked) return { set: fourWords() };
    const typed = field('password').value;
    if (typed === '') return wrong('person-problem', 'password', 'The password is missing.'), null;
    if (typed !== field('again').value) return wrong('person-problem', 'again', 'The two passwords are not the same.'), null;
    return { set: typed };
  }

  private async send(): Promise<void> {
    const form = part('person-form') as HTMLFormElement;
    clearWrong(form, 'person-problem');
    const name = field('name').value.trim();
    if (name === '') return wrong('person-problem', 'name', 'The name is missing.');
    const password = this.password();
    if (password === null) return;
    const made = field('password-made').checked;
    const body: Record<string, unknown> = { role: choice('role').value };
    if (password.set !== undefined) body['password'] = password.set;
    if (!part('units-part').hidden) body['units'] = field('units').value.split(',').map((unit) => unit.trim()).filter((unit) => unit !== '');
    try {
      await this.calls.change('POST', `/api/users/${encodeURIComponent(name)}`, body);
    } catch (problem) {
      if (isOver(problem)) return;
      return wrong('person-problem', 'name', `${capital(problem instanceof Error ? problem.message : String(problem))}.`);
    }
    form.reset();
    await attempt('The accounts could not be read', () => this.read());
    say(`${name} may sign in as ${String(body['role'])}.`);
    if (made) showOnce('Password', `Hand this to ${name}. It is not shown again; another can be made at any time.`, password.set ?? '');
  }
}

class Tokens {
  constructor(
    private readonly calls: Calls,
    private readonly question: Question,
  ) {
    part('token-form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
  }

  async read(): Promise<void> {
    const tokens = await this.calls.read<Token[]>('/api/tokens');
    part('tokens').replaceChildren(...tokens.map((token) => this.row(token)));
    part('token-counts').textContent = tokens.length === 0 ? 'No machine has a token' : tokens.length === 1 ? '1 token' : `${tokens.length} tokens`;
  }

  private row(token: Token): HTMLTableRowElement {
    const close = button('Close', () => this.close(token));
    close.setAttribute('aria-label', `Close the token ${token.name}`);
    return row([
      { name: 'Name', content: token.name },
      { name: 'Role', content: token.role },
      { name: 'Since', content: when(token.since) },
      { name: 'Token', content: close },
    ]);
  }

  private close(token: Token): void {
    this.question.ask('Close the token', `Whatever uses ${token.name} is refused from now on.`, async () => {
      const done = await attempt(`The token ${token.name} is not closed`, async () => {
        await this.calls.change('DELETE', `/api/tokens/${encodeURIComponent(token.name)}`);
        await this.read();
      });
      if (done) say(`The token ${token.name} is closed.`);
    });
  }

  private async send(): Promise<void> {
    const form = part('token-form') as HTMLFormElement;
    clearWrong(form, 'token-problem');
    const name = field('token-name').value.trim();
    if (name === '') return wrong('token-problem', 'token-name', 'The name is missing.');
    let made: { token: string };
    try {
      made = await this.calls.change('POST', `/api/tokens/${encodeURIComponent(name)}`, { role: choice('token-role').value });
    } catch (problem) {
      if (isOver(problem)) return;
      return wrong('token-problem', 'token-name', `${capital(problem instanceof Error ? problem.message : String(problem))}.`);
    }
    form.reset();
    await attempt('The tokens could not be read', () => this.read());
    showOnce('Token', `${name} sends this as “Authorization: Bearer …”. It is not shown again.`, made.token);
  }
}

class Merges {
  private readonly list: CosignList;

  constructor(
    private readonly calls: Calls,
    session: Session,
  ) {
    this.list = new CosignList(part('merges'), session.name, calls, {
      title: (one) => (one.kind === 'merge' ? `Join ${one.patient} into ${one.object ?? ''}` : `Separate ${one.patient} from ${one.object ?? ''}`),
      none: 'Nothing waits for a second administrator.',
    });
    part('merge-form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    for (const each of document.querySelectorAll('input[name=merge-kind]')) {
      each.addEventListener('change', () => {
        part('merge-into-label').textContent = field('kind-merge').checked ? 'Into' : 'From';
      });
    }
  }

  read(): Promise<void> {
    return this.list.read();
  }

  private async send(): Promise<void> {
    const form = part('merge-form') as HTMLFormElement;
    clearWrong(form, 'merge-problem');
    for (const [id, words] of [['merge-patient', 'The first ID is missing.'], ['merge-into', 'The second ID is missing.'], ['merge-reason', 'The reason is missing.']] as const) {
      if (field(id).value.trim() === '') return wrong('merge-problem', id, words);
    }
    const body = { patient: field('merge-patient').value.trim(), into: field('merge-into').value.trim(), reason: field('merge-reason').value.trim() };
    try {
      await this.calls.change('POST', field('kind-merge').checked ? '/api/merges' : '/api/unmerges', body);
    } catch (problem) {
      if (isOver(problem)) return;
      return wrong('merge-problem', 'merge-patient', `${capital(problem instanceof Error ? problem.message : String(problem))}.`);
    }
    form.reset();
    part('merge-into-label').textContent = 'Into';
    await attempt('What waits could not be read', () => this.read());
    say('A second administrator has been asked.');
  }
}

void enter('/accounts', (session, calls) => {
  const question = new Question();
  part('secret-done').addEventListener('click', () => dialog('secret').close());
  dialog('secret').addEventListener('close', () => {
    part('secret-text').textContent = '';
  });
  const people = new People(calls, question);
  const tokens = new Tokens(calls, question);
  const merges = new Merges(calls, session);
  void attempt('The accounts could not be read', () => people.read());
  void attempt('The tokens could not be read', () => tokens.read());
  void attempt('What waits for a second administrator could not be read', () => merges.read());
});
