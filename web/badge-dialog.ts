// Asks an administrator for the number of a person's badge, which stands for their name at a screen on the wall.
import { onSubmit, written } from './entry';
import { isOver } from './office';
import { dialog, field, part } from './parts';

export class BadgeDialog {
  private name = '';

  // `keep` throws what the ward says against it; null: the badge is removed. `kept` follows once the dialog is closed.
  constructor(
    private readonly keep: (name: string, number: string | null) => Promise<void>,
    private readonly kept: (name: string, number: string | null) => Promise<void>,
  ) {
    onSubmit('badge-number', () => this.send(written('badge-number', 'the number').trim()), { form: 'badge-form', send: 'badge-send', problem: 'badge-problem' });
    part('badge-remove').addEventListener('click', () => void this.remove());
    part('badge-not').addEventListener('click', () => dialog('badge').close());
    dialog('badge').addEventListener('close', () => {
      field('badge-number').value = '';
    });
  }

  ask(name: string, has: boolean): void {
    this.name = name;
    field('badge-number').value = '';
    field('badge-number').removeAttribute('aria-invalid');
    part('badge-problem').textContent = '';
    part('badge-words').textContent = has ? `${name} has a badge. Another one takes its place.` : `${name} has no badge yet.`;
    part('badge-remove').hidden = !has;
    dialog('badge').showModal();
  }

  private async send(number: string | null): Promise<void> {
    try {
      await this.keep(this.name, number);
    } catch (problem) {
      if (isOver(problem)) return;
      throw problem;
    }
    dialog('badge').close();
    await this.kept(this.name, number);
  }

  private async remove(): Promise<void> {
    await this.send(null).catch((problem: unknown) => {
      part('badge-problem').textContent = problem instanceof Error ? `${problem.message}.` : String(problem);
    });
  }
}
