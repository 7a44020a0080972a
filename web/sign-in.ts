// The sign-in page: a name and a password, and a second factor where the account has one, lead to the board.
import { onSubmit, written } from './entry';
import { field, part } from './parts';
import { SecondStepForm } from './second-step';
import { type Reason, readProvider, readSession, reasons, secondStepOf, signIn } from './session';

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

const toBoard = (): void => location.replace('/');
const secondStep = new SecondStepForm(toBoard);
onSubmit('password', async () => {
  try {
    await signIn(written('name', 'the name'), written('password', 'the password'));
  } catch (problem) {
    const step = secondStepOf(problem);
    if (step === null) throw problem;
    part('first-step').hidden = true;
    part('second-step').hidden = false;
    return secondStep.show(step, field('name').value);
  }
  toBoard();
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
