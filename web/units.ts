// Of somebody who is bound to units: which, the way to a patient of another one, and what they opened so.
import { field, part } from './parts';
import type { Session } from './session';
import { type Patient, openPatient } from './ward';

export class Units {
  private readonly dialog = part('open') as HTMLDialogElement;
  private readonly patient = field('open-patient');
  private readonly reason = field('open-reason');

  // `opened` is told whom they opened; `ends` whether a problem is the end of the session, which it then sees to.
  constructor(
    private readonly session: Session,
    private readonly opened: (patient: string) => void,
    private readonly ends: (problem: unknown) => boolean,
  ) {
    part('units').hidden = session.units.length === 0;
    part('units-text').textContent = `${session.units.length === 1 ? 'Unit' : 'Units'}: ${session.units.join(', ')}`;
    part('open-other').addEventListener('click', () => this.ask());
    part('open-form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    part('open-not').addEventListener('click', () => this.dialog.close());
  }

  // The banner stays for as long as something is open.
  show(patients: readonly Patient[]): void {
    const count = patients.filter((patient) => patient.opened_by.some((one) => one.name === this.session.name)).length;
    const banner = part('glass');
    const text = `You opened ${count === 1 ? '1 patient' : `${count} patients`} from outside your unit. It is recorded and will be reviewed.`;
    if (banner.textContent !== text) banner.textContent = text;
    banner.hidden = count === 0;
  }

  // Nothing of any patient stays in the dialog or the banner.
  forget(): void {
    this.clear();
    this.dialog.close();
    this.show([]);
  }

  private clear(): void {
    this.patient.value = '';
    this.reason.value = '';
    part('open-problem').textContent = '';
  }

  private ask(): void {
    this.clear();
    this.dialog.showModal();
  }

  private async send(): Promise<void> {
    const patient = this.patient.value.trim();
    try {
      if (patient === '') throw new Error('say which patient');
      await openPatient(this.session, patient, this.reason.value.trim());
      this.dialog.close();
      this.opened(patient);
    } catch (problem) {
      if (this.ends(problem)) return;
      part('open-problem').textContent = `Not opened: ${problem instanceof Error ? problem.message : String(problem)}.`;
    }
  }
}
