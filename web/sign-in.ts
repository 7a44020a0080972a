// The sign-in page: a name and a password lead to the board.
import { onSubmit, written } from './entry';
import { field, part } from './parts';
import { type Reason, readProvider, readSession, reasons, signIn } from './session';

const waitForWriting = 60_000; // milliseconds

const after = new URLSearchParams(location.search).get('after') ?? '';
const reason = after in reasons ? reasons[after as Reason] : '';
const notice = part('notice');
notice.textContent = reason;
notice.hidden = reason === '';
if (after === 'session-end') {
  notice.classList.add('trouble');
  document.title = `NOT LIVE · ${document.title}`;
}

onSubmit('password', async () => {
  await signIn(written('name', 'the name'), written('password', 'the password'));
  location.replace('/');
});
field('name').focus();

// A hospital with a sign-in of its own is offered first; without it the page stays as it is.
readProvider().then(
  (name) => {
    if (name === null) return;
    part('provider-link').textContent = `Sign in with ${name}`;
    part('provider').hidden = false;
  },
  () => undefined,
);

// Who is signed in came by a link from elsewhere, with which the browser sends no cookie.
readSession().then(
  (session) => (session.locked ? standBesideLockedBoard() : location.replace('/')),
  () => undefined,
);

// The locked board says when there are alerts, and this page does not: it is left when nobody writes.
function standBesideLockedBoard(): void {
  part('back').hidden = false;
  let writtenAt = Date.now();
  document.addEventListener('keydown', () => (writtenAt = Date.now()));
  setInterval(() => {
    if (Date.now() - writtenAt > waitForWriting) location.replace('/');
  }, 1_000);
}
