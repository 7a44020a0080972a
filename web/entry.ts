// A form of the pages before the board: what is missing or refused is told in words, and the focus goes where it is.
import { Refusal } from './answers';
import { field, part } from './parts';
import { capital, length } from './words';

// Something that the person has to put right, in the field or by the button of that id.
export class Mistake extends Error {
  constructor(
    message: string,
    readonly id: string,
  ) {
    super(message);
  }
}

// The text of a field; throws a Mistake when there is none.
export function written(id: string, what: string): string {
  const text = field(id).value;
  if (text === '') throw new Mistake(`${what} is missing`, id);
  return text;
}

function inWords(problem: unknown): string {
  if (problem instanceof Refusal || problem instanceof Mistake) {
    const wait = problem instanceof Refusal ? problem.waitSeconds : null;
    const when = wait === null || wait < 60 ? '' : ` In ${length(Math.ceil(wait / 60) * 60_000)} it can be tried again.`;
    return `${capital(problem.message)}.${when}`;
  }
  return 'The ward could not be reached. Try again.';
}

// `send` does what the form is for; what it throws is told, and `first` is the field to begin anew with. The ids are
// those of the form, its button, and the place where a problem is told.
export function onSubmit(first: string, send: () => Promise<void>, ids = { form: 'form', send: 'send', problem: 'problem' }): void {
  const form = part(ids.form);
  const button = part(ids.send);
  const problems = part(ids.problem);
  let sending = false;

  const mark = (id: string | null): void => {
    for (const each of form.querySelectorAll('input')) {
      each.setAttribute('aria-invalid', String(each.id === id));
    }
  };
  const submit = async (): Promise<void> => {
    problems.textContent = '';
    mark(null);
    try {
      await send();
    } catch (problem) {
      problems.textContent = inWords(problem);
      const id = problem instanceof Mistake ? problem.id : first;
      if (problem instanceof Mistake) mark(id);
      const place = part(id);
      place.focus();
      if (!(problem instanceof Mistake) && place instanceof HTMLInputElement) place.select();
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    button.setAttribute('aria-disabled', 'true');
    void submit().finally(() => {
      sending = false;
      button.removeAttribute('aria-disabled');
    });
  });
}
