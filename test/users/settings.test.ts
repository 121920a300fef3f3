import { turned } from '../../lib/users/passwords';
import { maySendAs, senderOf } from '../../lib/users/sender';
import { PROGRAMS, settingsFor } from '../../lib/users/settings';
import { environment } from '../fixtures/environment';

const submission = {
  ...{ host: 'mail.example.com', port: 465, login: 'app', from: 'app@example.com' },
  fetch: 'aws secretsmanager get-secret-value',
};

test.each(PROGRAMS)('%s: the host, the port and the login; the password only when it is given', (program) => {
  const without = settingsFor(program, submission);
  for (const part of ['mail.example.com', '465', 'app']) expect(without).toContain(part);
  expect(without).toMatch(/MAIL_PASSWORD|passwordeval aws/);
  const withIt = settingsFor(program, { ...submission, password: 'hunter_2-x' });
  expect(withIt).toContain('hunter_2-x');
  expect(withIt).not.toMatch(/MAIL_PASSWORD|passwordeval/);
});

test('a password chosen by hand is quoted as each language wants it', () => {
  const password = `a"b\\c'd`;
  expect(settingsFor('nodemailer', { ...submission, password })).toContain(`"a\\"b\\\\c'd"`);
  expect(settingsFor('rails', { ...submission, password })).toContain(`'a"b\\\\c\\'d'`);
  expect(settingsFor('spring', { ...submission, password })).toContain(`a"b\\\\c'd`);
});

test('one password is turned, the others stay', () => {
  const before = { app: 'old', mailer: 'm' };
  const after = turned(before, 'app');
  expect(after).toEqual({ mailer: 'm', app: expect.stringMatching(/^[\w-]{43}$/) as string });
});

const user = (login: string, senders: readonly string[], subaddresses = true) => ({
  login,
  senders,
  subaddresses,
});

test('who may send as whom', () => {
  const app = user('app', ['a@example.com', '@news.example.com']);
  const may = (...addresses: string[]) =>
    addresses.map((address) => maySendAs({ users: [app] }, app, address));
  expect(may('A@example.com', 'x@news.example.com')).toEqual([true, true]);
  expect(may('b@example.com', 'x@old.news.example.com', 'nobody')).toEqual([false, false, false]);
  expect(senderOf(environment, app)).toBe('a@example.com');
  expect(senderOf(environment, user('all', ['@example.com']))).toBe('postmaster@example.com');
});

/** The same in the machine's own words: test/machine/python/test_identity.py. */
test.each([
  ['one', 'one+news@example.com', true],
  ['one', 'one+reader=inbox.example.net@example.com', true],
  ['two', 'one+news@example.com', false],
  ['one', 'one+two@example.com', false],
  ['one', 'one+two+x@example.com', false],
  ['two', 'one+two+x@example.com', true],
  ['bare', 'bare@example.com', true],
  ['bare', 'bare+x@example.com', false],
  ['one', 'postmaster@example.com', true],
  ['one', 'postmaster+x@example.com', false],
  ['one', '+one@example.com', false],
  ['app', 'one+two@example.com', true],
])('tags: %s as %s: %j', (login, address, expected) => {
  const users = [
    user('app', ['@example.com']),
    user('one', ['one@example.com', 'postmaster@example.com']),
    user('two', ['one+two@example.com', 'two@example.com']),
    user('bare', ['bare@example.com'], false),
  ];
  const found = users
    .filter((each) => each.login === login)
    .map((each) => maySendAs({ users }, each, address));
  expect(found).toEqual([expected]);
});
