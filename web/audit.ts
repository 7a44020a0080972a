// The audit page: rows newest first, going back page by page, and for auditors all that concerns the audit itself.
import { CosignList, correctionTitle } from './cosigns';
import { element, told } from './elements';
import { type Calls, attempt, enter, say } from './office';
import { field, part } from './parts';
import type { Session } from './session';
import { row, when } from './tables';

interface AuditRow {
  readonly number: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly context: Readonly<Record<string, string | number>> | null;
}

interface Page {
  readonly rows: readonly AuditRow[];
  readonly before: number | null; // where to look further back
}

interface State {
  readonly rows: number;
  readonly checked_at: string;
  readonly checkpoint: { rows: number; head: string; root: string | null; at: string; signature: string; public_key: string } | null;
}

const rowsShownAtMost = 400; // of however many there are: the page stays quick
const names: Readonly<Record<string, string>> = {
  session: 'Session',
  boot: 'Machine’s run',
  up_ms: 'Time since its start',
  program: 'Program',
  guideline: 'Packs',
  before: 'Was',
  after: 'Became',
};

class AuditPage {
  private readonly all: boolean; // or their own alone
  private before: number | null = null;
  private reading = false;
  private asked = 0; // how often it began anew; what was asked for before that is not shown

  constructor(
    session: Session,
    private readonly calls: Calls,
  ) {
    this.all = session.role === 'auditor';
    for (const id of ['chain', 'review', 'who-filter', 'who-hint']) part(id).hidden = !this.all;
    part('title').textContent = this.all ? 'Audit' : 'What you did';
    part('filters').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.begin();
    });
    part('filters').addEventListener('reset', () => setTimeout(() => void this.begin()));
    part('earlier').addEventListener('click', () => void this.goOn());
    part('newest').addEventListener('click', () => void this.beginAtTheTop());
    // Who scrolls need press nothing.
    new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) void this.goOn();
    }).observe(part('earlier'));
    void this.begin();
    if (session.role === 'pharmacist') this.showCorrections(session.name);
    if (!this.all) return;
    const list = new CosignList(part('reviews'), session.name, calls, {
      title: (one) => `${one.by} opened the record of patient ${one.patient} outside their unit`,
      none: 'None waits for a review.',
    });
    void attempt('What waits for a review could not be read', () => list.read());
    void attempt('The state of the audit could not be read', () => this.showState());
  }

  private showCorrections(me: string): void {
    part('corrections').hidden = false;
    const list = new CosignList(part('corrected'), me, this.calls, {
      title: correctionTitle,
      none: 'None waits to be verified.',
    });
    void attempt('Corrections could not be read', () => list.read());
  }

  private async showState(): Promise<void> {
    const state = await this.calls.read<State>('/api/audit/state');
    part('rows-kept').textContent = String(state.rows);
    part('checked-at').textContent = when(state.checked_at);
    const last = state.checkpoint;
    part('checkpoint').hidden = last === null;
    part('no-checkpoint').hidden = last !== null;
    if (last === null) return;
    part('checkpoint-rows').textContent = String(last.rows);
    part('checkpoint-head').textContent = last.head;
    part('checkpoint-root').textContent = last.root ?? 'none: an earlier version of the program signed it';
    part('checkpoint-at').textContent = when(last.at);
    part('checkpoint-key').textContent = last.public_key;
    part('since-checkpoint').textContent = String(Math.max(0, state.rows - last.rows));
  }

  private query(): URLSearchParams {
    const query = new URLSearchParams();
    for (const name of ['actor', 'action', 'object']) {
      const value = field(name).value.trim();
      if (value !== '') query.set(name, value);
    }
    const day = field('day').value;
    if (day !== '') {
      const begins = new Date(`${day}T00:00:00`);
      const ends = new Date(begins);
      ends.setDate(ends.getDate() + 1);
      query.set('since', begins.toISOString());
      query.set('until', ends.toISOString());
    }
    return query;
  }

  private async begin(): Promise<void> {
    this.before = null;
    this.asked += 1;
    this.reading = false;
    part('rows').replaceChildren();
    this.lead();
    await this.read();
    this.lead();
  }

  // Eyes go to the first row and the keyboard before it; else they stay at the end of the rows, which asks for earlier ones.
  private async beginAtTheTop(): Promise<void> {
    await this.begin();
    part('filters').focus({ preventScroll: true });
    part('counts').scrollIntoView();
  }

  private lead(): void {
    const exported = this.query();
    for (const name of ['actor', 'action', 'object']) exported.delete(name);
    const ending = exported.size > 0 ? `?${exported.toString()}` : '';
    part('export-csv').setAttribute('href', `/api/audit/export.csv${ending}`);
    part('export-fhir').setAttribute('href', `/api/audit/export.ndjson${ending}`);
  }

  private async goOn(): Promise<void> {
    if (this.before !== null && !this.reading) await this.read();
  }

  private async read(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    const asked = this.asked;
    const query = this.query();
    if (this.before !== null) query.set('before', String(this.before));
    const path = this.all ? '/api/audit/latest' : '/api/audit/own';
    await attempt('The audit could not be read', async () => {
      const page = await this.calls.read<Page>(`${path}?${query.toString()}`);
      if (asked === this.asked) this.show(page);
    });
    if (asked === this.asked) this.reading = false;
  }

  private show(page: Page): void {
    const rows = part('rows');
    const focused = document.activeElement;
    rows.append(...page.rows.map((each) => auditRow(each)));
    while (rows.childElementCount > rowsShownAtMost && !rows.firstElementChild?.contains(focused)) rows.firstElementChild?.remove();
    this.before = page.before;
    const first = rows.firstElementChild?.getAttribute('data-number');
    const last = rows.lastElementChild?.getAttribute('data-number');
    part('earlier').hidden = page.before === null;
    const further = page.before === null ? 'There is nothing before.' : `Looked back to row ${page.before}.`;
    const shown = last === null || last === undefined ? `No row found. ${further}` : `Rows ${first} to ${last}, newest first. ${further}`;
    part('counts').textContent = shown;
    say(shown);
  }
}

function auditRow(entry: AuditRow): HTMLTableRowElement {
  const context = entry.context ?? {};
  const role = context['role'];
  const who = element('span', 'main');
  who.textContent = entry.actor;
  const actor = element('span');
  actor.append(who);
  if (role !== undefined && role !== entry.actor) actor.append(told('note', String(role)));
  const made = row([
    { name: 'Row', content: String(entry.number) },
    { name: 'When', content: when(entry.at) },
    { name: 'Who', content: actor },
    { name: 'What', content: entry.action },
    { name: 'Of what', content: entry.object, className: 'object' },
    { name: 'More', content: more(entry.number, context) },
  ]);
  made.dataset['number'] = String(entry.number);
  return made;
}

const spoken = (name: string, value: string | number): string => (name === 'up_ms' ? `${Math.floor(Number(value) / 1_000)} s` : String(value));

function more(number: number, context: Readonly<Record<string, string | number>>): HTMLElement {
  const told_of = Object.entries(names).filter(([name]) => context[name] !== undefined);
  if (told_of.length === 0) return told('quiet', '–');
  const made = element('details');
  const summary = element('summary');
  summary.textContent = 'Details';
  summary.setAttribute('aria-label', `Details of row ${number}`);
  const list = element('dl');
  for (const [name, title] of told_of) {
    const term = element('dt');
    term.textContent = title;
    const value = element('dd');
    value.textContent = spoken(name, context[name] ?? '');
    list.append(term, value);
  }
  made.append(summary, list);
  return made;
}

void enter('/audit', (session, calls) => new AuditPage(session, calls));
