// A locked session: a dialog in place of the board, which says that there are alerts and nothing of any patient.
import { onSubmit, written } from './entry';
import { setText } from './elements';
import { field, part } from './parts';
import { type Session, unlock } from './session';
import { capital, counted } from './words';

export interface OpenAlerts {
  readonly count: number;
  readonly highest: 'high' | 'medium' | 'low' | null;
}

export class LockOverlay {
  shown = false;
  private readonly dialog = part('lock') as HTMLDialogElement;
  private readonly title = document.title;
  private alerts: OpenAlerts | null = null; // null: not told yet

  // `unlocked`: the password was right, here or in another window.
  constructor(
    private readonly session: Session,
    private readonly unlocked: () => void,
  ) {
    this.dialog.addEventListener('cancel', (event) => event.preventDefault());
    // A browser may close it all the same when it is asked to a second time.
    this.dialog.addEventListener('close', () => this.shown && this.dialog.showModal());
    onSubmit(
      'lock-password',
      async () => {
        await unlock(written('lock-password', 'the password'));
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
