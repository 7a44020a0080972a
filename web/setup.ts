// The set-up page: makes the first administrator.
import { Mistake, onSubmit, written } from './entry';
import { field } from './parts';
import { setUp, toSignIn } from './session';

onSubmit('token', async () => {
  const token = written('token', 'the set-up token').trim();
  const name = written('name', 'the name');
  const password = written('password', 'the password');
  if (password !== written('again', 'the password once more')) {
    throw new Mistake('the two passwords are not the same', 'again');
  }
  await setUp(token, name, password);
  toSignIn('set-up');
});
field('token').focus();
