// Who is signed in, at the head of the page, and the way out.
import { Refusal } from './answers';
import { element } from './elements';
import { part } from './parts';
import { type Session, signOut, toSignIn } from './session';

const titles: Readonly<Record<string, string>> = { '/': 'Ward board', '/audit': 'Audit', '/accounts': 'Accounts', '/guideline': 'Guideline' };

export const isEnd = (problem: unknown): boolean => problem instanceof Refusal && problem.status === 401;

export const isLocked = (problem: unknown): boolean => problem instanceof Refusal && problem.status === 423;

async function leave(session: Session, failed: (why: string) => void): Promise<void> {
  try {
    await signOut(session);
  } catch (problem) {
    if (!isEnd(problem)) return failed(problem instanceof Error ? problem.message : String(problem));
  }
  toSignIn('sign-out');
}

// In a demonstration nobody signs in or out. `failed` is told why somebody could not be signed out.
export function showIdentity(session: Session, failed: (why: string) => void): void {
  part('who').hidden = session.role === 'demonstration';
  part('who-text').textContent = `${session.name}, ${session.role}`;
  part('sign-out').addEventListener('click', () => void leave(session, failed));
  const links = session.pages.map((path) => {
    const link = element('a');
    link.href = path;
    link.textContent = titles[path] ?? path;
    if (path === location.pathname) link.setAttribute('aria-current', 'page');
    return link;
  });
  part('pages').hidden = links.length < 2;
  part('pages').replaceChildren(...links);
}
