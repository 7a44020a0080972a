// A screen on the wall: beds, grades and alerts, read anew every two seconds, and answered by badge or name and PIN.
import { AnswerDialog, type Asked } from './answer-dialog';
import { Refusal } from './answers';
import { onSubmit, written } from './entry';
import { button, element, setText, told } from './elements';
import { gradeCell } from './grade-cell';
import { field, part } from './parts';
import { Silence } from './silence';
import { type Act, type Bed, type BedAlert, type Screen, type Shown, type Who, answerAtWall, beginScreen, readScreen, readWall } from './wall';
import { capital, counted, notLive, wallTime } from './words';

const readEvery = 2_000; // milliseconds
const doneFor = 15_000; // how long it stands there what was done

const isOver = (problem: unknown): boolean => problem instanceof Refusal && problem.status === 401;
const inWords = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem));
// Nobody takes care of somebody who cannot be told from others.
const nowhere = 'a patient without a bed';

// Two units may have a bed of the same name.
function place({ bed, unit }: Bed): string {
  if (bed === null) return nowhere;
  const told = unit === null || bed.startsWith(unit.replace(/ \(.*\)$/, '')) ? '' : `, ${unit}`;
  return `bed ${bed}${told}`;
}
const title = (alert: BedAlert, where: string): string => `${capital(alert.shown_as)} priority alert, ${where}`;

const priorities = ['high', 'medium', 'low'];
const highestFirst = (alerts: readonly BedAlert[]): BedAlert[] => [...alerts].sort((a, b) => priorities.indexOf(a.shown_as) - priorities.indexOf(b.shown_as));

type Ask = (alert: BedAlert, title: string) => void;

// `words`: what it is about, where that may be read by everybody.
function alertLine(alert: BedAlert, where: string, words: string, ask: Ask): HTMLLIElement {
  const raised = alert.state === 'raised';
  const made = element('li', raised ? 'alert' : 'alert seen');
  const state = raised ? '' : alert.state;
  made.append(told(`priority ${alert.shown_as}`, capital(alert.shown_as)), told('about', words), told('note', state));
  if (!raised || alert.id === 0) return made; // one that could not be kept has no number
  if (where === nowhere) {
    made.append(told('note', 'answer it at the board'));
    return made;
  }
  const answer = button('Answer', () => ask(alert, title(alert, where)));
  answer.dataset['alert'] = String(alert.id);
  answer.setAttribute('aria-label', `Answer: ${title(alert, where)}`);
  made.append(answer);
  return made;
}

class BedRow {
  readonly row = element('tr');
  private readonly heading = element('th');
  private readonly crs = element('td', 'crs');
  private readonly icans = element('td', 'icans');
  private readonly alerts = element('td', 'alerts');
  private shown = '';

  constructor(private readonly ask: Ask) {
    this.row.setAttribute('role', 'row');
    this.heading.scope = 'row';
    this.heading.setAttribute('role', 'rowheader');
    this.heading.append(told('main', ''), told('note', ''));
    for (const [cell, name] of [[this.crs, 'CRS'], [this.icans, 'ICANS'], [this.alerts, 'Alerts']] as const) {
      cell.setAttribute('role', 'cell');
      cell.dataset['name'] = name;
    }
    this.row.append(this.heading, this.crs, this.icans, this.alerts);
  }

  show(bed: Bed): void {
    const now = JSON.stringify(bed);
    if (now === this.shown) return;
    this.shown = now;
    this.row.dataset['level'] = String(Math.max(bed.crs.at_least, bed.icans.at_least));
    const [main, unit] = this.heading.children;
    if (main instanceof HTMLElement) setText(main, bed.bed ?? 'no bed known');
    if (unit instanceof HTMLElement) setText(unit, bed.unit ?? '');
    gradeCell(this.crs, 'grade', bed.crs, []);
    gradeCell(this.icans, 'grade', bed.icans, []);
    const list = element('ul', 'list');
    list.append(...highestFirst(bed.alerts).map((alert) => alertLine(alert, place(bed), '', this.ask)));
    this.alerts.replaceChildren(bed.alerts.length === 0 ? told('quiet', 'None') : list);
  }
}

const ofTheWard = 'of the ward itself';

interface Raised {
  readonly alert: BedAlert;
  readonly where: string;
}

// One that has become more urgent is news, and one that could not be kept has no number.
const key = (one: Raised): string => `${one.alert.id} ${one.alert.shown_as} ${one.where}`;

function raisedOf(shown: Shown): Raised[] {
  const all = [...shown.beds.flatMap((bed) => bed.alerts.map((alert) => ({ alert, where: place(bed) }))), ...shown.own.map((alert) => ({ alert, where: ofTheWard }))];
  return all.filter((one) => one.alert.state === 'raised');
}

class Wall {
  private readonly dialog = new AnswerDialog((asked, act, who, pin) => this.answer(asked, act, who, pin), (done) => this.done(done));
  private rows: BedRow[] = [];
  private shown: Shown | null = null; // null: nothing was read yet
  private readonly silence = new Silence();
  private running = false;
  private clearing: ReturnType<typeof setTimeout> | null = null;

  begin(screen: Screen): void {
    part('entry').hidden = true;
    part('wall').hidden = false;
    const units = screen.units.length === 0 ? '' : ` · ${screen.units.join(', ')}`;
    part('screen').textContent = `${screen.name}${units}`;
    this.shown = null;
    this.silence.end();
    this.running = true;
    void this.read();
  }

  // Once a second: whether what is shown is live.
  tick(): void {
    if (!this.running) return;
    const since = this.silence.since();
    const stale = since !== null;
    if (stale && !document.body.classList.contains('stale')) part('assertive').textContent = 'Not live. What is shown may be old.';
    document.body.classList.toggle('stale', stale);
    setText(part('state-text'), stale ? notLive(since) : this.shown === null ? 'Connecting' : `Live · ${wallTime(new Date())}`);
  }

  private async read(): Promise<void> {
    while (this.running) {
      try {
        this.show(await readWall());
        this.silence.end();
        this.tell(null);
      } catch (problem) {
        if (isOver(problem)) return this.end();
        this.tell(`The board could not be read: ${inWords(problem)}.`);
      }
      this.tick();
      await new Promise((resolve) => setTimeout(resolve, readEvery));
    }
  }

  // The token is closed: nothing stays on the screen.
  private end(): void {
    this.running = false;
    this.dialog.leave();
    this.show({ beds: [], own: [] });
    for (const id of ['done', 'assertive', 'screen']) part(id).textContent = '';
    document.body.classList.remove('stale');
    toEntry('NOT LIVE: the token of this screen is closed, and the board is not shown. An administrator makes a new one.');
  }

  private tell(trouble: string | null): void {
    setText(part('trouble'), trouble ?? '');
    part('trouble').hidden = trouble === null;
  }

  private show(now: Shown): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['alert'] : undefined;
    const before = this.shown;
    this.shown = now;
    while (this.rows.length > now.beds.length) this.rows.pop()?.row.remove();
    now.beds.forEach((bed, i) => {
      const row = this.rows[i] ?? new BedRow((alert, about) => this.ask(alert, about));
      if (this.rows[i] === undefined) {
        this.rows.push(row);
        part('rows').append(row.row);
      }
      row.show(bed);
    });
    this.showOwn(before, now);
    const open = raisedOf(now);
    part('counts').textContent = `${counted(now.beds.length, 'patient')}, ${counted(open.length, 'open alert')}.`;
    if (before !== null) this.announce(before, open);
    // A row that was drawn anew took the focus with it.
    if (focused !== undefined) document.querySelector<HTMLElement>(`[data-alert="${focused}"]`)?.focus({ preventScroll: true });
  }

  private showOwn(before: Shown | null, now: Shown): void {
    part('own').hidden = now.own.length === 0;
    if (JSON.stringify(before?.own) === JSON.stringify(now.own)) return;
    part('own-alerts').replaceChildren(...now.own.map((alert) => alertLine(alert, ofTheWard, capital(alert.text), (one, about) => this.ask(one, about))));
  }

  private announce(before: Shown, open: readonly Raised[]): void {
    const known = new Set(raisedOf(before).map(key));
    const news = open.filter((one) => !known.has(key(one))).map((one) => title(one.alert, one.where));
    // Beside an open dialog nothing else is heard.
    if (news.length > 0) part(this.dialog.isOpen() ? 'answer-news' : 'assertive').textContent = `${news.join('. ')}.`;
  }

  private ask(alert: BedAlert, about: string): void {
    this.dialog.ask(alert, about, 'text' in alert);
  }

  private async answer({ alert, about }: Asked, act: Act, who: Who, pin: string): Promise<string> {
    const by = await answerAtWall(alert, act, who, pin);
    return `${act === 'snooze' ? 'Silenced' : 'Acknowledged'} by ${by}: ${about.charAt(0).toLowerCase()}${about.slice(1)}.`;
  }

  // Whoever goes on by the keyboard does so at the next alert.
  private done(done: string): void {
    part('done').textContent = done;
    if (this.clearing !== null) clearTimeout(this.clearing);
    this.clearing = setTimeout(() => (part('done').textContent = ''), doneFor);
    void readWall().then((now) => this.running && this.show(now), () => undefined).then(() => {
      const next = document.querySelector<HTMLElement>('#wall [data-alert]');
      if (document.activeElement === document.body) (next ?? part('wall-title')).focus();
    });
  }
}

function toEntry(notice: string | null): void {
  part('wall').hidden = true;
  part('entry').hidden = false;
  part('notice').textContent = notice ?? '';
  part('notice').hidden = notice === null;
  field('token').focus();
}

const wall = new Wall();

async function start(): Promise<void> {
  try {
    wall.begin(await readScreen());
  } catch (problem) {
    if (isOver(problem)) return toEntry(null);
    if (problem instanceof Refusal && problem.status === 403) return toEntry('Somebody is signed in with this browser. Use one for the screen that nobody signs in with, or sign out first.');
    part('wall').hidden = false;
    setText(part('state-text'), `NOT LIVE: ${inWords(problem)}`);
    setTimeout(() => void start(), readEvery);
  }
}

onSubmit('token', async () => {
  const token = written('token', 'the token').trim();
  field('token').value = '';
  wall.begin(await beginScreen(token));
});
setInterval(() => wall.tick(), 1_000);
void start();
