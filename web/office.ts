// What the pages beside the board share: who is signed in, calls to the ward, and what is wrong.
import { answered } from './answers';
import { isEnd, isLocked, showIdentity } from './identity';
import { LockOverlay } from './lock';
import { part } from './parts';
import { type Session, readSession, toSignIn } from './session';

const tryAgainAfter = 2_000; // milliseconds
const lookAtSessionEvery = 30_000; // milliseconds

export function tell(trouble: string | null): void {
  const place = part('trouble');
  place.textContent = trouble ?? '';
  place.hidden = trouble === null;
}

export function say(words: string): void {
  part('polite').textContent = words;
}

const reasonOf = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem));

// Whether a call was refused because the session has ended or is locked; the page is left then, and nothing stays on it.
export function isOver(problem: unknown): boolean {
  if (isEnd(problem)) toSignIn('session-end');
  if (isLocked(problem)) location.reload();
  return isEnd(problem) || isLocked(problem);
}

// Does something and tells what went wrong with it; a session that has ended leads to the sign-in. Whether it was done.
export async function attempt(what: string, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    tell(null);
    return true;
  } catch (problem) {
    if (!isOver(problem)) tell(`${what}: ${reasonOf(problem)}.`);
    return false;
  }
}

export class Calls {
  constructor(private readonly session: Session) {}

  async read<Answer>(path: string): Promise<Answer> {
    const response = await answered(await fetch(path, { cache: 'no-store' }));
    return (await response.json()) as Answer;
  }

  async change<Answer>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const headers: Record<string, string> = { 'X-CSRF-Token': this.session.csrf_token };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const response = await fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return (await (await answered(response)).json()) as Answer;
  }
}

// Whoever may not open this page is led to one that they may.
export async function enter(path: string, begin: (session: Session, calls: Calls) => void): Promise<void> {
  try {
    const session = await readSession();
    if (!session.pages.includes(path)) return location.replace(session.pages[0] ?? '/sign-in');
    if (session.second_factor_missing && !session.locked) return location.replace('/account');
    tell(null);
    showIdentity(session, (why) => tell(`You are not signed out: ${why}. Try again.`));
    if (session.locked) return lockUp(session);
    setInterval(() => void lookAt(session), lookAtSessionEvery);
    begin(session, new Calls(session));
  } catch (problem) {
    if (isEnd(problem)) return toSignIn('session-end');
    tell(`The ward does not answer: ${reasonOf(problem)}.`);
    setTimeout(() => void enter(path, begin), tryAgainAfter);
  }
}

// Before anything is read, so that nothing is there to be seen. Alerts are told at the board.
function lockUp(session: Session): void {
  new LockOverlay(session, () => location.reload()).show();
  document.title = 'Locked · Stormkeel';
}

// What was read may not stand there for the next person.
async function lookAt(session: Session): Promise<void> {
  try {
    const now = await readSession();
    if (now.csrf_token !== session.csrf_token || now.locked) location.reload();
  } catch (problem) {
    if (isEnd(problem)) toSignIn('session-end');
  }
}

addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
