// The guideline page: which version of the packs answers, which are staged and how they differ, and the two approvals.
import { button, element, told } from './elements';
import { type Calls, attempt, enter, say } from './office';
import { part } from './parts';
import type { Session } from './session';
import { when } from './tables';
import { capital } from './words';

interface Approval {
  readonly role: string;
  readonly state: 'open' | 'approved' | 'refused';
  readonly by: string | null;
  readonly words: string | null;
  readonly at: string | null;
}

interface Difference {
  readonly id: string;
  readonly words: string;
}

interface Staged {
  readonly sha256: string;
  readonly state: 'open' | 'approved' | 'refused' | 'expired';
  readonly staged_by: string;
  readonly staged_at: string;
  readonly expires_at: string;
  readonly approvals: readonly Approval[];
  readonly packs: readonly string[];
  readonly problems: readonly string[];
  readonly note: string | null;
  readonly added: readonly Difference[];
  readonly removed: readonly Difference[];
  readonly changed: readonly Difference[];
}

interface Guidelines {
  readonly in_use: { sha256: string; approved_by: readonly string[]; since: string | null; packs: readonly string[] };
  readonly waits_for_restart: string | null;
  readonly staged: readonly Staged[];
}

const longestReason = 200;
const shownOfFingerprint = 12;
const short = (sha256: string): string => sha256.slice(0, shownOfFingerprint);
const states: Readonly<Record<Staged['state'], string>> = {
  open: 'waits for approval',
  approved: 'approved by both',
  refused: 'refused',
  expired: 'expired: nobody else may answer it; have it staged again',
};

class GuidelinePage {
  constructor(
    private readonly session: Session,
    private readonly calls: Calls,
  ) {
    void attempt('The versions could not be read', () => this.read());
  }

  private async read(): Promise<void> {
    const all = await this.calls.read<Guidelines>('/api/guidelines');
    part('in-use-sha256').textContent = all.in_use.sha256;
    part('in-use-since').textContent = all.in_use.since === null ? '–' : when(all.in_use.since);
    const approved = all.in_use.approved_by;
    part('in-use-approved').textContent = approved.length > 0 ? approved.join(' and ') : 'nobody: it came with the program or its settings';
    part('in-use-packs').replaceChildren(packList(all.in_use.packs));
    const waits = all.waits_for_restart;
    part('waits').hidden = waits === null;
    part('waits').textContent = waits === null ? '' : `Version ${short(waits)} is approved and waits: it answers once the ward is started again.`;
    const none = told('quiet', 'None is staged.');
    part('staged').replaceChildren(...(all.staged.length === 0 ? [none] : all.staged.map((one) => this.version(one))));
  }

  private version(one: Staged): HTMLElement {
    const made = element('section', 'sheet');
    const title = element('h3');
    title.id = `version-${one.sha256}`;
    title.textContent = `Version ${short(one.sha256)}: ${states[one.state]}`;
    made.setAttribute('aria-labelledby', title.id);
    made.append(title, facts(one));
    for (const problem of one.problems) {
      const place = element('p', 'problem');
      place.textContent = problem;
      made.append(place);
    }
    for (const [name, list] of [['Changed', one.changed], ['Added', one.added], ['Removed', one.removed]] as const) {
      if (list.length > 0) made.append(differences(name, list));
    }
    if (one.note !== null) made.append(paragraph(one.note));
    if (one.changed.length + one.added.length + one.removed.length === 0 && one.problems.length === 0 && one.note === null) {
      made.append(paragraph('It says the same as the version in use.'));
    }
    this.addAnswer(made, one);
    return made;
  }

  // Only whose answer is asked for gets the two buttons; the ward decides anyway.
  private addAnswer(made: HTMLElement, one: Staged): void {
    const own = one.approvals.find((approval) => approval.role === this.session.role);
    if (one.state !== 'open' || own === undefined || own.state !== 'open') return;
    const label = element('label');
    const field = element('input');
    field.type = 'text';
    field.maxLength = longestReason;
    field.autocomplete = 'off';
    label.append(told('', `Why, as ${this.session.role}`), field);
    const answers = element('p', 'answers-row');
    for (const [verb, words] of [['approve', 'Approve'], ['refuse', 'Refuse']] as const) {
      const each = button(words, () => void this.answer(one, verb, field));
      each.setAttribute('aria-label', `${words} version ${short(one.sha256)}`);
      each.disabled = verb === 'approve' && one.problems.length > 0;
      answers.append(each);
    }
    made.append(label, answers);
  }

  private async answer(one: Staged, verb: 'approve' | 'refuse', field: HTMLInputElement): Promise<void> {
    const reason = field.value.trim();
    if (reason === '') {
      field.setAttribute('aria-invalid', 'true');
      say('Say why first.');
      return field.focus();
    }
    const done = await attempt('It is not answered', async () => {
      await this.calls.change('POST', `/api/guidelines/${one.sha256}/${verb}`, { reason });
      await this.read();
    });
    if (done) say(`${verb === 'approve' ? 'Approved' : 'Refused'}: version ${short(one.sha256)}.`);
  }
}

function paragraph(text: string): HTMLParagraphElement {
  const made = element('p');
  made.textContent = text;
  return made;
}

function approvalWords(one: Approval): string {
  if (one.state === 'open' || one.by === null || one.at === null) return 'not answered yet';
  return `${capital(one.state)} by ${one.by}, ${when(one.at)}: “${one.words ?? ''}”`;
}

function facts(one: Staged): HTMLDListElement {
  const made = element('dl', 'facts');
  const add = (name: string, text: string, className = ''): void => {
    const term = element('dt');
    term.textContent = name;
    const value = element('dd', className);
    value.textContent = text;
    made.append(term, value);
  };
  add('Fingerprint', one.sha256, 'hash');
  add('Staged', `by ${one.staged_by}, ${when(one.staged_at)}`);
  if (one.state === 'open') add('Expires', when(one.expires_at));
  add('Check', one.problems.length === 0 ? 'no mistake was found in the packs' : 'it cannot be approved');
  for (const approval of one.approvals) add(capital(approval.role), approvalWords(approval));
  const packs = element('dd');
  packs.append(packList(one.packs));
  const term = element('dt');
  term.textContent = 'Packs';
  made.append(term, packs);
  return made;
}

// There is one for each product: their number is enough at first.
function packList(packs: readonly string[]): HTMLDetailsElement {
  const made = element('details');
  const summary = element('summary');
  summary.textContent = packs.length === 1 ? '1 pack' : `${packs.length} packs`;
  made.append(summary, ...packs.map((pack) => paragraph(pack)));
  return made;
}

function differences(name: string, list: readonly Difference[]): HTMLDetailsElement {
  const made = element('details');
  const summary = element('summary');
  summary.textContent = `${name} (${list.length}): ${list.map((one) => one.id).join(', ')}`;
  made.append(summary);
  for (const one of list) {
    const words = element('pre', 'difference');
    words.textContent = one.words.trimEnd();
    made.append(words);
  }
  made.open = list.length <= 5;
  return made;
}

void enter('/guideline', (session, calls) => new GuidelinePage(session, calls));
