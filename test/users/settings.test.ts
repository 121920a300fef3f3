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

test('who may send as whom', () => {
  const user = { login: 'app', senders: ['a@example.com', '@news.example.com'] };
  expect(['A@example.com', 'x@news.example.com'].map((sender) => maySendAs(user, sender))).toEqual([
    true,
    true,
  ]);
  expect(['b@example.com', 'x@old.news.example.com'].map((sender) => maySendAs(user, sender))).toEqual([
    false,
    false,
  ]);
  expect(senderOf(environment, user)).toBe('a@example.com');
  expect(senderOf(environment, { login: 'all', senders: ['@example.com'] })).toBe('postmaster@example.com');
});
