// A locked session: a dialog in place of the board, which says that there are alerts and nothing of any patient.
import { onSubmit, written } from './entry';
import { button, element, setText } from './elements';
import { field, part } from './parts';
import { type Session, unlock } from './session';
import { capital, counted } from './words';

export interface OpenAlerts {
  readonly count: number;
  readonly highest: 'high' | 'medium' | 'low' | null;
}

function withId<Name extends keyof HTMLElementTagNameMap>(name: Name, id: string, className = ''): HTMLElementTagNameMap[Name] {
  const made = element(name, className);
  made.id = id;
  return made;
}

function passwordForm(): HTMLFormElement {
  const form = withId('form', 'lock-form');
  form.noValidate = true;
  const own = withId('div', 'lock-own');
  const label = element('label');
  label.htmlFor = 'lock-password';
  label.textContent = 'Password';
  const password = withId('input', 'lock-password');
  password.type = 'password';
  password.autocomplete = 'current-password';
  password.required = true;
  password.setAttribute('aria-describedby', 'lock-problem');
  const problem = withId('p', 'lock-problem', 'problem');
  problem.setAttribute('role', 'alert');
  const send = button('Unlock', () => undefined);
  send.type = 'submit';
  send.id = 'lock-send';
  own.append(label, password, problem, send);
  const other = withId('a', 'lock-other');
  other.href = '/sign-in?after=locked';
  const last = element('p');
  last.append(other);
  form.append(own, last);
  return form;
}

// The same at every page. `alerts`: whether it tells how many are open, as the board's does.
function addDialog(alerts: boolean): HTMLDialogElement {
  const made = withId('dialog', 'lock', 'lock');
  made.setAttribute('aria-labelledby', 'lock-title');
  made.setAttribute('aria-describedby', 'lock-who');
  const title = withId('h2', 'lock-title');
  title.textContent = 'Locked';
  const state = withId('p', 'lock-state', 'lock-state');
  state.setAttribute('role', 'status');
  state.hidden = !alerts;
  made.append(title, state, withId('p', 'lock-who'), passwordForm());
  document.body.append(made);
  return made;
}

export class LockOverlay {
  shown = false;
  private readonly dialog: HTMLDialogElement;
  private readonly title = document.title;
  private alerts: OpenAlerts | null = null; // null: not told yet

  // `unlocked`: the password was right, here or in another window.
  constructor(
    private readonly session: Session,
    private readonly unlocked: () => void,
    alerts = false,
  ) {
    this.dialog = addDialog(alerts);
    this.dialog.addEventListener('cancel', (event) => event.preventDefault());
    // A browser may close it all the same when it is asked to a second time.
    this.dialog.addEventListener('close', () => this.shown && this.dialog.showModal());
    onSubmit(
      'lock-password',
      async () => {
        await unlock(this.session, written('lock-password', 'the password'));
        this.open();
      },
      { form: 'lock-form', send: 'lock-send', problem: 'lock-problem' },
    );
  }

  show(): void {
    if (this.shown) return;
    this.shown = true;
    part('lock-who').textContent = `${this.session.name}, ${this.session.role}, is signed in. Nobody did anything here for a while.`;
    part('lock-own').hidden = !this.session.has_password;
    part('lock-other').textContent = this.session.has_password ? 'Sign in as somebody else' : 'Sign in';
    field('lock-password').value = '';
    part('lock-problem').textContent = '';
    this.tell(null);
    this.dialog.showModal();
  }

  // What the ward says of its alerts; `stale`: why that is not live.
  tell(alerts: OpenAlerts | null, stale: string | null = null): void {
    this.alerts = alerts ?? this.alerts;
    const count = this.alerts?.count ?? 0;
    const open = `${counted(count, 'open alert')}${this.alerts?.highest ? `, the highest: ${this.alerts.highest} priority` : ''}`;
    const state = part('lock-state');
    setText(state, stale ?? (this.alerts === null ? 'Asking the ward for alerts' : count === 0 ? 'No open alerts' : open));
    state.className = `lock-state ${stale === null ? (this.alerts?.highest ?? '') : 'stale'}`;
    document.title = `Locked · ${stale === null ? (count === 0 ? 'Ward board' : capital(counted(count, 'open alert'))) : 'NOT LIVE'} · Stormkeel`;
  }

  open(): void {
    if (!this.shown) return;
    this.shown = false;
    this.alerts = null;
    field('lock-password').value = '';
    document.title = this.title;
    this.dialog.close();
    this.unlocked();
  }
}
