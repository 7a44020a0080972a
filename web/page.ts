// The page: reads the board, draws it, and keeps it live.
import { AlertList } from './alerts';
import { Board } from './board';
import { alertsOf, changes } from './changes';
import { DeclineDialog } from './decline';
import { isEnd, isLocked, showIdentity } from './identity';
import { Live } from './live';
import { LockOverlay, type OpenAlerts } from './lock';
import { part } from './parts';
import { type Session, readSession, toSignIn } from './session';
import { Units } from './units';
import { type Alert, type Ward, acknowledge, decline, readWard } from './ward';
import { capital, counted, notLive, owner, wallTime, wardTime } from './words';

const readAtMostEvery = 400; // milliseconds
const refusedFor = 15_000; // milliseconds in which it stands there why something was refused
const tryAgainAfter = 2_000; // milliseconds
const personAtMostEvery = 20_000; // milliseconds between two readings because somebody is at the page

class Page {
  private readonly answers = {
    mayAcknowledge: (alert: Alert) => this.session.acknowledges.includes(alert.condition),
    acknowledge: (alert: Alert) => void this.acknowledge(alert),
    mayDecline: (alert: Alert) => this.session.declines.includes(alert.condition),
    decline: (alert: Alert) => this.declining.ask(alert),
  };
  private readonly declining = new DeclineDialog((alert, reason) => this.decline(alert, reason));
  private readonly board: Board;
  private readonly units: Units;
  private opened: string | null = null; // whom this person just opened, and who is not on the board yet
  private refused: string | null = null; // why an answer was, for a while
  private readonly own = new AlertList(this.answers);
  private readonly lock: LockOverlay;
  private ward: Ward = { patients: [], own: [], demonstration: false, pace: 1 };
  private clock: { at: Date; heard: number } | null = null; // the ward's time, and when it was told
  private waiting = false;
  private readAgain = false;
  private live: Live | null = null;
  private byPerson = true; // somebody did something at the page since the board was read last
  private personAt = Date.now();
  private touched: ReturnType<typeof setTimeout> | null = null; // somebody did something that the ward does not know yet
  private ended = false; // the session

  constructor(private readonly session: Session) {
    this.lock = new LockOverlay(session, () => {
      this.byPerson = true;
      this.schedule();
    }, true);
    this.board = new Board(part('rows'), this.answers, session.name);
    this.units = new Units(
      session,
      (patient) => this.showOpened(patient),
      (problem) => this.isOver(problem),
    );
  }

  start(): void {
    part('state').hidden = false;
    part('own').append(this.own.list);
    this.live = new Live({
      news: () => this.schedule(),
      beat: (at) => {
        this.clock = { at, heard: Date.now() };
        this.tick();
      },
      locked: (alerts) => this.hearLock(alerts),
      lost: () => void this.checkSession(),
    });
    if (this.session.locked) this.lockUp();
    this.schedule();
    setInterval(() => this.tick(), 1_000);
    document.addEventListener('visibilitychange', () => this.tick());
    for (const kind of ['keydown', 'pointerdown', 'wheel']) document.addEventListener(kind, () => this.touch(), { passive: true });
  }

  private now(): Date {
    if (this.clock === null) return new Date();
    return new Date(this.clock.at.getTime() + (Date.now() - this.clock.heard) * this.ward.pace);
  }

  // Who reads and scrolls is there too: the session lasts as long as somebody does something.
  private touch(): void {
    if (this.lock.shown || this.touched !== null) return;
    const wait = this.personAt + personAtMostEvery - Date.now();
    this.touched = setTimeout(() => {
      this.touched = null;
      this.personAt = Date.now();
      this.byPerson = true;
      this.schedule();
    }, Math.max(wait, 0));
  }

  // The ward ends a connection with its session; somebody else may have signed in meanwhile, in another window.
  private async checkSession(): Promise<void> {
    try {
      const session = await readSession();
      if (session.csrf_token !== this.session.csrf_token) location.reload();
      if (session.locked) this.lockUp();
    } catch (problem) {
      if (isEnd(problem)) this.end();
    }
  }

  // A heartbeat may have been on its way when the session was unlocked here: the ward is asked before anything goes.
  private hearLock(alerts: OpenAlerts | null): void {
    if (alerts === null) return this.lock.open();
    if (this.lock.shown) this.lock.tell(alerts);
    else void this.checkSession();
  }

  // Nothing of any patient stays on the page, hidden or not.
  private lockUp(): void {
    this.declining.forget();
    this.units.forget();
    this.ward = { ...this.ward, patients: [], own: [] };
    this.board.show([], this.now(), false);
    this.own.show([]);
    part('own').hidden = true;
    for (const id of ['counts', 'polite', 'assertive']) part(id).textContent = '';
    this.refused = null;
    tell(null);
    this.lock.show();
  }

  // What a call of the page was refused for, when that is the session's own end or lock.
  private isOver(problem: unknown): boolean {
    if (isEnd(problem)) this.end();
    if (isLocked(problem)) this.lockUp();
    return isEnd(problem) || isLocked(problem);
  }

  private end(): void {
    this.ended = true;
    this.tick();
    toSignIn('session-end');
  }

  // Many events make one reading, and none waits for long.
  private schedule(): void {
    this.readAgain = true;
    if (this.waiting) return;
    this.waiting = true;
    void this.read();
  }

  private async read(): Promise<void> {
    while (this.readAgain && !this.lock.shown) {
      this.readAgain = false;
      const byPerson = this.byPerson;
      this.byPerson = false;
      try {
        const ward = await readWard(byPerson);
        if (!this.lock.shown) this.show(ward);
        tell(this.refused);
      } catch (problem) {
        if (this.isOver(problem)) break;
        tell(`The board could not be read: ${problem instanceof Error ? problem.message : String(problem)}.`);
      }
      await new Promise((resolve) => setTimeout(resolve, readAtMostEvery));
    }
    this.waiting = false;
  }

  private show(ward: Ward): void {
    const first = this.ward.patients.length === 0;
    const news = changes(this.ward, ward);
    this.ward = ward;
    part('mark').hidden = !ward.demonstration;
    this.board.show(ward.patients, this.now(), this.session.units.length > 0);
    this.units.show(ward.patients);
    if (this.opened !== null && this.board.focusOn(this.opened)) this.opened = null;
    this.own.show(ward.own);
    part('own').hidden = ward.own.length === 0;
    const open = alertsOf(ward).filter((alert) => alert.state === 'raised');
    part('counts').textContent = `${counted(ward.patients.length, 'patient')}, ${counted(open.length, 'open alert')}.`;
    if (first) return;
    if (news.grades.length > 0) part('polite').textContent = `${news.grades.join('. ')}.`;
    if (news.alerts.length > 0) part('assertive').textContent = `${news.alerts.map(capital).join('. ')}.`;
  }

  private async acknowledge(alert: Alert): Promise<void> {
    try {
      await acknowledge(this.session, alert);
      part('polite').textContent = `Acknowledged, ${owner(alert)}.`;
    } catch (problem) {
      if (this.isOver(problem)) return;
      const why = problem instanceof Error ? problem.message : String(problem);
      this.refuse(`The alert of ${owner(alert)} is not acknowledged: ${why}. Try again.`);
    }
    this.schedule();
  }

  // The board is read anew beside it: what was refused may have changed.
  private refuse(words: string): void {
    this.refused = words;
    tell(words);
    setTimeout(() => {
      if (this.refused !== words) return;
      this.refused = null;
      tell(null);
    }, refusedFor);
  }

  private showOpened(patient: string): void {
    this.opened = patient;
    part('polite').textContent = `${patient} is open. It is recorded and will be reviewed.`;
    this.schedule();
  }

  // What somebody opened from outside their unit goes by mere time.
  private isOpeningOver(): boolean {
    const now = this.now();
    return this.ward.patients.some((patient) => patient.opened_by.some((one) => new Date(one.until) <= now));
  }

  private async decline(alert: Alert, reason: string): Promise<void> {
    try {
      await decline(this.session, alert, reason);
    } catch (problem) {
      if (!this.isOver(problem)) this.schedule();
      throw problem;
    }
    part('polite').textContent = `Declined, ${owner(alert)}.`;
    this.schedule();
  }

  // Once a second: the countdowns go on, and whether all this is live.
  private tick(): void {
    this.board.count(this.now());
    if (!this.ended && this.isOpeningOver()) this.schedule();
    const since = this.ended ? new Date() : (this.live?.silentSince() ?? null);
    const stale = since !== null;
    const was = document.body.classList.contains('stale');
    document.body.classList.toggle('stale', stale);
    const time = this.clock === null ? '' : ` · ward time ${wardTime(this.now())}`;
    const text = this.ended
      ? 'NOT LIVE: the session has ended. What is shown may be old.'
      : stale
      ? notLive(since)
      : this.clock === null
        ? 'Connecting'
        : `Live${time}`;
    if (this.lock.shown) this.lock.tell(null, since === null ? null : `NOT LIVE since ${wallTime(since)}: alerts are not told here.`);
    if (part('state-text').textContent !== text) part('state-text').textContent = text;
    if (stale && !was) part('assertive').textContent = 'Not live. What is shown may be old.';
    if (!stale && was) part('polite').textContent = 'Live again.';
  }
}

function tell(trouble: string | null): void {
  const place = part('trouble');
  if (place.textContent !== (trouble ?? '')) place.textContent = trouble ?? '';
  place.hidden = trouble === null;
}

async function start(): Promise<void> {
  try {
    const session = await readSession();
    if (!session.sees_board) return location.replace(session.pages[0] ?? '/sign-in');
    tell(null);
    if (session.second_factor_missing && !session.locked) return location.replace('/account');
    showIdentity(session, (why) => tell(`You are not signed out: ${why}. Try again.`));
    if (session.second_factor_missing) new LockOverlay(session, () => location.reload()).show();
    else new Page(session).start();
  } catch (problem) {
    if (isEnd(problem)) return toSignIn('session-end');
    tell(`The ward does not answer: ${problem instanceof Error ? problem.message : String(problem)}.`);
    setTimeout(() => void start(), tryAgainAfter);
  }
}

// A page that the browser kept may be of somebody who has signed out since.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
void start();
