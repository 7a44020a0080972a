// The second step of a sign-in: a code or a passkey, after the password.
import { Mistake, onSubmit, written } from './entry';
import { button } from './elements';
import { field, part } from './parts';
import { usePasskey } from './passkeys';
import { type SecondStep, answerSecondStep, secondStepOf } from './session';

const codeWords = {
  totp: { label: 'Code of your authenticator app', keys: 'numeric', other: 'Use a recovery code' },
  recovery_code: { label: 'Recovery code', keys: 'text', other: 'Use the authenticator app' },
} as const;
type CodeKind = keyof typeof codeWords;

export class SecondStepForm {
  private step: SecondStep | null = null;
  private kind: CodeKind = 'totp';
  private readonly other = button('', () => this.ask(this.kind === 'totp' ? 'recovery_code' : 'totp'));

  // `done` is called once the session has begun.
  constructor(done: () => void) {
    part('step-other').append(this.other);
    const answer = (send: (step: SecondStep) => Promise<void>) => async (): Promise<void> => {
      if (this.step === null) return;
      try {
        await send(this.step);
      } catch (problem) {
        const again = secondStepOf(problem);
        if (again !== null) this.step = again; // each ticket is for one try
        throw problem;
      }
      done();
    };
    onSubmit('code', answer((step) => answerSecondStep(step.ticket, { code: written('code', 'the code') })), {
      form: 'code-form',
      send: 'code-send',
      problem: 'code-problem',
    });
    onSubmit('passkey-send', answer((step) => this.byPasskey(step)), {
      form: 'passkey-form',
      send: 'passkey-send',
      problem: 'passkey-problem',
    });
  }

  show(step: SecondStep, name: string): void {
    this.step = step;
    part('step-name').textContent = name;
    const codes = step.kinds.filter((kind): kind is CodeKind => kind !== 'webauthn');
    part('passkey-form').hidden = step.passkey === null;
    part('passkey-elsewhere').hidden = step.passkey !== null || !step.kinds.includes('webauthn');
    part('code-form').hidden = codes.length === 0;
    this.other.hidden = codes.length < 2;
    this.ask(codes[0] ?? 'totp');
    if (step.passkey !== null && !step.kinds.includes('totp')) part('passkey-send').focus();
  }

  private ask(kind: CodeKind): void {
    const words = codeWords[kind];
    this.kind = kind;
    part('code-label').textContent = words.label;
    field('code').inputMode = words.keys;
    field('code').value = '';
    this.other.textContent = words.other;
    field('code').focus();
  }

  private async byPasskey(step: SecondStep): Promise<void> {
    if (step.passkey === null) throw new Mistake('no passkey of yours works here', 'passkey-send');
    await answerSecondStep(step.ticket, { assertion: await usePasskey(step.passkey, 'passkey-send') });
  }
}
