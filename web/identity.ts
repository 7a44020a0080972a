// Who is signed in, at the head of the page, and the way out.
import { Refusal } from './answers';
import { part } from './parts';
import { type Session, signOut, toSignIn } from './session';

const instead: Readonly<Record<string, string>> = {
  admin: 'Accounts are kept with “stormkeel user” on the ward’s machine.',
  auditor: 'The audit is read at /api/audit.',
};

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
  if (session.sees_board) return;
  part('board').hidden = true;
  part('no-board').hidden = false;
  part('no-board').textContent = `The role ${session.role} sees no patients. ${instead[session.role] ?? ''}`;
}
