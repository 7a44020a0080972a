// Asks why an alert is declined; nothing is declined without a reason.
import { field, part } from './parts';
import type { Alert } from './ward';
import { about, owner } from './words';

export class DeclineDialog {
  private readonly dialog = part('decline') as HTMLDialogElement;
  private readonly reason = field('decline-reason');
  private alert: Alert | null = null;

  // `decline` throws what the ward says against it.
  constructor(private readonly decline: (alert: Alert, reason: string) => Promise<void>) {
    part('decline-form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    part('decline-not').addEventListener('click', () => this.dialog.close());
  }

  ask(alert: Alert): void {
    this.alert = alert;
    this.reason.value = '';
    part('decline-about').textContent = `Of ${owner(alert)}: ${about(alert)}`;
    part('decline-problem').textContent = '';
    this.dialog.showModal();
  }

  // Closes it, and nothing of the alert stays.
  forget(): void {
    this.dialog.close();
    this.alert = null;
    this.reason.value = '';
    part('decline-about').textContent = '';
  }

  private async send(): Promise<void> {
    const reason = this.reason.value.trim();
    if (this.alert === null) return;
    try {
      if (reason === '') throw new Error('say why');
      await this.decline(this.alert, reason);
      this.dialog.close();
    } catch (problem) {
      part('decline-problem').textContent = `Not declined: ${problem instanceof Error ? problem.message : String(problem)}.`;
    }
  }
}
