// The page: reads the board, draws it, and keeps it live.
import { Board } from './board';
import { changes } from './changes';
import { Live } from './live';
import { type Alert, type Ward, acknowledge, readWard } from './ward';
import { capital, length, wallTime, wardTime } from './words';

const readAtMostEvery = 400; // milliseconds

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

class Page {
  private readonly board = new Board(part('rows'), (alert, patient) => void this.acknowledge(alert, patient));
  private ward: Ward = { patients: [], demonstration: false, pace: 1 };
  private clock: { at: Date; heard: number } | null = null; // the ward's time, and when it was told
  private waiting = false;
  private readAgain = false;
  private live: Live | null = null;

  start(): void {
    this.live = new Live({
      news: () => this.schedule(),
      beat: (at) => {
        this.clock = { at, heard: Date.now() };
        this.tick();
      },
    });
    this.schedule();
    setInterval(() => this.tick(), 1_000);
    document.addEventListener('visibilitychange', () => this.tick());
  }

  private now(): Date {
    if (this.clock === null) return new Date();
    return new Date(this.clock.at.getTime() + (Date.now() - this.clock.heard) * this.ward.pace);
  }

  // Many events make one reading, and none waits for long.
  private schedule(): void {
    this.readAgain = true;
    if (this.waiting) return;
    this.waiting = true;
    void this.read();
  }

  private async read(): Promise<void> {
    while (this.readAgain) {
      this.readAgain = false;
      try {
        this.show(await readWard());
        this.tell(null);
      } catch (problem) {
        this.tell(`The board could not be read: ${problem instanceof Error ? problem.message : String(problem)}.`);
      }
      await new Promise((resolve) => setTimeout(resolve, readAtMostEvery));
    }
    this.waiting = false;
  }

  private show(ward: Ward): void {
    const first = this.ward.patients.length === 0;
    const news = changes(this.ward.patients, ward.patients);
    this.ward = ward;
    part('mark').hidden = !ward.demonstration;
    this.board.show(ward.patients, this.now());
    const open = ward.patients.flatMap((patient) => patient.alerts).filter((alert) => alert.state === 'raised');
    part('counts').textContent = `${ward.patients.length} patients, ${open.length} open alerts.`;
    if (first) return;
    if (news.grades.length > 0) part('polite').textContent = `${news.grades.join('. ')}.`;
    if (news.alerts.length > 0) part('assertive').textContent = `${news.alerts.map(capital).join('. ')}.`;
  }

  private async acknowledge(alert: Alert, patient: string): Promise<void> {
    try {
      await acknowledge(alert.id);
      part('polite').textContent = `Acknowledged, ${patient}.`;
    } catch (problem) {
      const why = problem instanceof Error ? problem.message : String(problem);
      this.tell(`The alert of ${patient} is not acknowledged: ${why}. Try again.`);
      return;
    }
    this.schedule();
  }

  private tell(trouble: string | null): void {
    const place = part('trouble');
    if (place.textContent !== (trouble ?? '')) place.textContent = trouble ?? '';
    place.hidden = trouble === null;
  }

  // Once a second: the countdowns go on, and whether all this is live.
  private tick(): void {
    this.board.count(this.now());
    const since = this.live?.silentSince() ?? null;
    const stale = since !== null;
    const was = document.body.classList.contains('stale');
    document.body.classList.toggle('stale', stale);
    const time = this.clock === null ? '' : ` · ward time ${wardTime(this.now())}`;
    const text = stale
      ? `NOT LIVE since ${wallTime(since)}, for ${lengthOfSilence(since)}. What is shown may be old.`
      : this.clock === null
        ? 'Connecting'
        : `Live${time}`;
    if (part('state-text').textContent !== text) part('state-text').textContent = text;
    if (stale && !was) part('assertive').textContent = 'Not live. What is shown may be old.';
    if (!stale && was) part('polite').textContent = 'Live again.';
  }
}

function lengthOfSilence(since: Date): string {
  const silence = Date.now() - since.getTime();
  return silence < 120_000 ? `${Math.floor(silence / 1_000)} s` : length(silence);
}

new Page().start();
