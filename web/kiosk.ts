// A screen on the wall: beds and grades, read anew every two seconds. Who proves who they are answers alerts there.
import { AnswerDialog } from './answer-dialog';
import { Refusal } from './answers';
import { onSubmit, written } from './entry';
import { element, setText, told } from './elements';
import { gradeCell } from './grade-cell';
import { field, part } from './parts';
import { Silence } from './silence';
import { type Bed, type Screen, type Shown, beginScreen, readScreen, readWall } from './wall';
import { counted, length, notLive, wallTime, wardTime } from './words';

const readEvery = 2_000; // milliseconds
const doneFor = 15_000; // how long it stands there what was done

const isOver = (problem: unknown): boolean => problem instanceof Refusal && problem.status === 401;
const inWords = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem));

// "Mon 14:05, 12 min ago"
function ageOf(bed: Bed): string {
  if (bed.unavailable === true) return 'UNAVAILABLE';
  if (bed.newest_fact === null) return 'none';
  const time = new Date(bed.newest_fact);
  return `${wardTime(time)}, ${length(Math.max(0, Date.now() - time.getTime()))} ago`;
}

class BedRow {
  readonly row = element('tr');
  private readonly heading = element('th');
  private readonly crs = element('td', 'crs');
  private readonly icans = element('td', 'icans');
  private readonly data = element('td', 'data');

  constructor() {
    this.row.setAttribute('role', 'row');
    this.heading.scope = 'row';
    this.heading.setAttribute('role', 'rowheader');
    this.heading.append(told('main', ''));
    for (const [cell, name] of [[this.crs, 'CRS'], [this.icans, 'ICANS'], [this.data, 'Newest data']] as const) {
      cell.setAttribute('role', 'cell');
      cell.dataset['name'] = name;
    }
    this.row.append(this.heading, this.crs, this.icans, this.data);
  }

  show(bed: Bed): void {
    this.row.dataset['level'] = String(Math.max(bed.crs.at_least, bed.icans.at_least));
    const [main] = this.heading.children;
    if (main instanceof HTMLElement) setText(main, bed.bed ?? 'no bed known');
    gradeCell(this.crs, 'grade', bed.crs, []);
    gradeCell(this.icans, 'grade', bed.icans, []);
    setText(this.data, ageOf(bed));
  }
}

class Wall {
  private readonly dialog = new AnswerDialog((done) => this.done(done));
  private rows: BedRow[] = [];
  private shown: Shown | null = null; // null: nothing was read yet
  private readonly silence = new Silence();
  private running = false;
  private clearing: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    part('open-answer').addEventListener('click', () => this.dialog.ask());
  }

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
    setText(part('state-text'), stale ? notLive(since) : this.shown === null ? 'Connecting' : `${this.shown.degraded ? 'DEGRADED' : 'Live'} · ${wallTime(new Date())}`);
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
    this.show({ beds: [], degraded: false });
    for (const id of ['done', 'assertive', 'screen']) part(id).textContent = '';
    document.body.classList.remove('stale');
    toEntry('NOT LIVE: the token of this screen is closed, and the board is not shown. An administrator makes a new one.');
  }

  private tell(trouble: string | null): void {
    setText(part('trouble'), trouble ?? '');
    part('trouble').hidden = trouble === null;
  }

  private show(now: Shown): void {
    this.shown = now;
    while (this.rows.length > now.beds.length) this.rows.pop()?.row.remove();
    now.beds.forEach((bed, i) => {
      const row = this.rows[i] ?? new BedRow();
      if (this.rows[i] === undefined) {
        this.rows.push(row);
        part('rows').append(row.row);
      }
      row.show(bed);
    });
    part('degraded').hidden = !now.degraded;
    document.body.classList.toggle('degraded', now.degraded);
    setText(part('counts'), `${counted(now.beds.length, 'patient')}.`);
  }

  private done(done: string): void {
    part('done').textContent = done;
    // Beside an open dialog nothing else is heard.
    if (this.dialog.isOpen()) part('answer-news').textContent = done;
    if (this.clearing !== null) clearTimeout(this.clearing);
    this.clearing = setTimeout(() => (part('done').textContent = ''), doneFor);
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
