// A person's own account: their second factors and their password.
import { onSubmit, written, Mistake } from './entry';
import { button, element, told } from './elements';
import { isEnd, isLocked, showIdentity } from './identity';
import { type Account, type AppEnrolment, type Factor, type PasskeyEnrolment, beginApp, beginPasskey, changePassword, confirmApp, confirmPasskey, readAccount, removeFactor, removePin, renewCodes, setPin } from './own-account';
import { dialog, field, part } from './parts';
import { createPasskey } from './passkeys';
import { drawQrCode } from './qr';
import { type Session, readSession, toSignIn } from './session';

const kinds: Readonly<Record<Factor['kind'], string>> = { totp: 'Authenticator app', webauthn: 'Passkey or security key' };
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

function tell(trouble: string): void {
  part('trouble').textContent = trouble;
  part('trouble').hidden = trouble === '';
}

const inWords = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem));

// The board's page shows the lock.
function leaveWhenOver(problem: unknown): boolean {
  if (isEnd(problem)) toSignIn('session-end');
  if (isLocked(problem)) location.replace('/');
  return isEnd(problem) || isLocked(problem);
}

// The fields of a dialog hold nothing of the time before.
function open(id: string): void {
  for (const each of dialog(id).querySelectorAll<HTMLInputElement>('input:not([hidden])')) {
    each.value = '';
    each.removeAttribute('aria-invalid');
  }
  for (const each of dialog(id).querySelectorAll('.problem')) each.textContent = '';
  dialog(id).showModal();
}

function showCodes(codes: readonly string[]): void {
  part('codes').replaceChildren(
    ...codes.map((code) => {
      const line = element('li');
      line.textContent = code;
      return line;
    }),
  );
  dialog('codes-dialog').showModal();
}

const toAdd = 'Your password first: nobody adds anything to your account at a screen that you have left.';

// Something that is done once the password was given anew.
interface Asked {
  readonly title: string;
  readonly about: string;
  readonly send: string; // on its button
  readonly act: (password: string) => Promise<void>;
}

class AccountPage {
  private enrolment = ''; // of the app that is being added
  private passkey: PasskeyEnrolment | null = null; // that is being added
  private asked: Asked | null = null; // what waits for the password

  constructor(
    private session: Session,
    private account: Account,
  ) {}

  start(): void {
    showIdentity(this.session, (why) => tell(`You are not signed out: ${why}. Try again.`));
    part('add-app').addEventListener('click', () => this.askToAddApp());
    part('add-passkey').addEventListener('click', () => this.askToAddPasskey());
    for (const one of ['app', 'passkey', 'ask']) part(`${one}-not`).addEventListener('click', () => dialog(`${one}-dialog`).close());
    part('codes-done').addEventListener('click', () => dialog('codes-dialog').close());
    dialog('codes-dialog').addEventListener('close', () => part('codes').replaceChildren());
    onSubmit('app-code', () => this.ended(() => this.addApp()), { form: 'app-form', send: 'app-send', problem: 'app-problem' });
    onSubmit('passkey-name', () => this.ended(() => this.addPasskey()), { form: 'passkey-form', send: 'passkey-send', problem: 'passkey-problem' });
    onSubmit('ask-password', () => this.ended(() => this.doAsked()), { form: 'ask-form', send: 'ask-send', problem: 'ask-problem' });
    part('new-codes').addEventListener('click', () => this.askForCodes());
    onSubmit('present', () => this.ended(() => this.changePassword()), { form: 'password-form', send: 'password-send', problem: 'password-problem' });
    onSubmit('pin-password', () => this.ended(() => this.setPin()), { form: 'pin-form', send: 'pin-send', problem: 'pin-problem' });
    part('pin-remove').addEventListener('click', () => this.askToRemovePin());
    for (const id of ['password-user', 'pin-user', 'ask-user']) field(id).value = this.account.name;
    this.show();
  }

  private show(): void {
    const { account } = this;
    part('pages').hidden = account.second_factor_missing;
    part('missing').hidden = !account.second_factor_missing;
    for (const id of ['factors', 'password']) part(id).hidden = !account.has_password;
    part('no-password').hidden = account.has_password;
    part('pin').hidden = !account.has_password || account.second_factor_missing || this.session.acknowledges.length === 0;
    part('pin-state').textContent = account.pin
      ? 'You have one: with your name or badge it answers an alert at such a screen, in your name.'
      : 'You have none. With your name or badge it answers an alert at such a screen, in your name.';
    part('pin-remove').hidden = !account.pin;
    part('factor-list').replaceChildren(...account.factors.map((factor) => this.line(factor)));
    part('factor-none').hidden = account.factors.length > 0;
    part('codes-left').hidden = account.factors.length === 0;
    part('codes-left').textContent =
      account.recovery_codes === 0
        ? 'No recovery code is left.'
        : `${account.recovery_codes} recovery code${account.recovery_codes === 1 ? ' is' : 's are'} left.`;
    part('new-codes').hidden = account.factors.length === 0;
    part('add-passkey').hidden = !account.passkeys_here;
    part('passkeys-elsewhere').hidden = account.passkeys_here;
    part('passkeys-elsewhere').textContent = `Passkeys and security keys can be added and used where this page is opened at ${account.passkeys_at}.`;
    part('new-hint').textContent = `At least ${account.fewest_characters} characters${account.fewest_characters < 15 ? ', as your role has a second factor' : '; three or four words will do'}.`;
  }

  private line(factor: Factor): HTMLLIElement {
    const line = element('li');
    const remove = button('Remove', () => this.askToRemove(factor));
    remove.setAttribute('aria-label', `Remove ${factor.name}`);
    line.append(told('main', factor.name), told('note', `${kinds[factor.kind]}, added ${day.format(new Date(factor.added))}`), remove);
    return line;
  }

  // A session that has ended or is locked leads to where that is told; what else goes wrong is told by who called.
  private async ended(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (problem) {
      leaveWhenOver(problem);
      throw problem;
    }
  }

  private async readAgain(said: string): Promise<void> {
    this.account = await readAccount();
    this.show();
    part('polite').textContent = said;
  }

  private askToAddApp(): void {
    const act = async (password: string): Promise<void> => {
      const begun = await beginApp(this.session, password);
      dialog('ask-dialog').close();
      this.openApp(begun);
    };
    this.ask({ title: 'Add an authenticator app', about: toAdd, send: 'Go on', act });
  }

  private openApp(begun: AppEnrolment): void {
    this.enrolment = begun.enrolment;
    open('app-dialog');
    drawQrCode('app-qr', begun.qr);
    part('app-key').textContent = begun.key;
    field('app-name').value = 'Phone';
    field('app-name').focus();
  }

  private askToAddPasskey(): void {
    const act = async (password: string): Promise<void> => {
      this.passkey = await beginPasskey(this.session, password);
      dialog('ask-dialog').close();
      open('passkey-dialog');
    };
    this.ask({ title: 'Add a passkey or security key', about: toAdd, send: 'Go on', act });
  }

  private async addApp(): Promise<void> {
    const name = written('app-name', 'a name for the app');
    const codes = await confirmApp(this.session, this.enrolment, name, written('app-code', 'the code'));
    dialog('app-dialog').close();
    await this.added(name, codes);
  }

  private async addPasskey(): Promise<void> {
    const name = written('passkey-name', 'a name for the key');
    const begun = this.passkey;
    if (begun === null) return;
    const made = await createPasskey(begun.options, 'passkey-send');
    const codes = await confirmPasskey(this.session, begun.enrolment, name, made);
    dialog('passkey-dialog').close();
    await this.added(name, codes);
  }

  private async added(name: string, codes: readonly string[]): Promise<void> {
    if (codes.length > 0) showCodes(codes);
    await this.readAgain(`${name} is added.`);
  }

  private ask(asked: Asked): void {
    this.asked = asked;
    part('pin-done').textContent = '';
    open('ask-dialog');
    part('ask-title').textContent = asked.title;
    part('ask-about').textContent = asked.about;
    part('ask-send').textContent = asked.send;
  }

  private async doAsked(): Promise<void> {
    const password = written('ask-password', 'the password');
    await this.asked?.act(password);
  }

  private askToRemove(factor: Factor): void {
    const last = this.account.factors.length === 1 ? ' It is the last one: the recovery codes go with it.' : '';
    const act = async (password: string): Promise<void> => {
      await removeFactor(this.session, factor, password);
      await this.removed(factor.name, 'factors-title');
    };
    this.ask({ title: 'Remove a second factor', about: `${factor.name}: you are not asked for it any more.${last}`, send: 'Remove it', act });
  }

  private askToRemovePin(): void {
    const act = async (password: string): Promise<void> => {
      await removePin(this.session, password);
      await this.removed('The PIN', 'pin-title');
    };
    this.ask({ title: 'Remove the PIN', about: 'You answer no alerts at a screen on the wall any more.', send: 'Remove it', act });
  }

  private async removed(what: string, focusOn: string): Promise<void> {
    dialog('ask-dialog').close();
    await this.readAgain(`${what} is removed.`);
    part(focusOn).focus();
  }

  private askForCodes(): void {
    const act = async (password: string): Promise<void> => {
      const codes = await renewCodes(this.session, password);
      dialog('ask-dialog').close();
      showCodes(codes);
      await this.readAgain('New recovery codes are made.');
    };
    this.ask({ title: 'New recovery codes', about: 'Eight new ones. Those that you have open nothing any more.', send: 'Make them', act });
  }

  private async setPin(): Promise<void> {
    part('pin-done').textContent = '';
    const password = written('pin-password', 'the password');
    const pin = written('pin-new', 'the new PIN');
    if (pin !== written('pin-again', 'the new PIN once more')) throw new Mistake('the two PINs are not the same', 'pin-again');
    try {
      await setPin(this.session, password, pin);
    } finally {
      for (const id of ['pin-password', 'pin-new', 'pin-again']) field(id).value = '';
    }
    await this.readAgain('');
    part('pin-done').textContent = 'The PIN is set.';
  }

  private async changePassword(): Promise<void> {
    const present = written('present', 'the present password');
    const password = written('new', 'the new password');
    if (password !== written('again', 'the new password once more')) throw new Mistake('the two passwords are not the same', 'again');
    this.session = await changePassword(this.session, present, password);
    for (const id of ['present', 'new', 'again']) field(id).value = '';
    part('password-done').textContent = 'The password is changed.';
  }
}

async function start(): Promise<void> {
  try {
    new AccountPage(await readSession(), await readAccount()).start();
  } catch (problem) {
    if (leaveWhenOver(problem)) return;
    tell(`Your account could not be read: ${inWords(problem)}. Load the page again.`);
  }
}

// A page that the browser kept may be of somebody who has signed out since.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
void start();
