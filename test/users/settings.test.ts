import { spawnSync } from 'node:child_process';

import { turned } from '../../lib/users/passwords';
import { maySendAs } from '../../lib/config/ownership';
import { senderOf } from '../../lib/users/sender';
import { SERVERS } from '../../lib/users/server-settings';
import { PROGRAMS, settingsFor } from '../../lib/users/settings';
import { environment } from '../fixtures/environment';

const submission = {
  ...{ host: 'mail.example.com', port: 465, login: 'app', from: 'app@example.com', domain: 'example.com' },
  ...{ senders: ['app@example.com'], whole: false },
  fetch: 'aws secretsmanager get-secret-value',
};

test.each(PROGRAMS)('%s: the host, the port and the login; the password only when it is given', (program) => {
  const without = settingsFor(program, submission);
  for (const part of ['mail.example.com', '465', 'app']) expect(without).toContain(part);
  expect(without).toMatch(/MAIL_PASSWORD|passwordeval aws|auth_password_file/);
  const withIt = settingsFor(program, { ...submission, password: 'hunter_2-x' });
  expect(withIt).toContain('hunter_2-x');
  expect(withIt).not.toMatch(/process.env|MAIL_PASSWORD:\?|os.environ|fetch\(|passwordeval|password_file/);
});

test.each(SERVERS)(
  '%s: a script that sh reads, and that ends without a password before it writes',
  (program) => {
    for (const whole of [true, false]) {
      const script = settingsFor(program, { ...submission, whole });
      expect(spawnSync('sh', ['-n'], { input: script }).status).toBe(0);
      const before = script.slice(0, script.indexOf(' > /') + 1 || undefined).replace(/[^\n]*$/, '');
      const { status, stderr } = spawnSync('sh', [], { input: before, env: {} });
      expect([status, stderr.toString()]).toEqual([2, expect.stringMatching(/MAIL_PASSWORD/) as string]);
    }
  },
);

test("a satellite's senders become what its login may write, and nobody else's", () => {
  const rules = (more: object) =>
    [...settingsFor('postfix', { ...submission, ...more }).matchAll(/^\/(.*)\/ (\S+)$/gm)].map(
      ([, pattern = '', result = '']) => [new RegExp(pattern, 'i'), result] as const,
    );
  const rewritten = (more: object) => (address: string) => {
    for (const [pattern, result] of rules(more)) {
      const found = pattern.exec(address);
      if (found !== null) return result.replace('${1}', found[1] ?? '');
    }
    return address;
  };
  const addresses = ['app@example.com', 'root@example.com', 'root@web1.example.com', 'a@notexample.com'];
  expect(addresses.map(rewritten({ senders: ['app@example.com', 'x+y@example.com'] }))).toEqual([
    ...['app@example.com', 'app@example.com', 'app@example.com', 'a@notexample.com'],
  ]);
  expect(addresses.map(rewritten({ whole: true }))).toEqual([
    ...['app@example.com', 'root@example.com', 'root@example.com', 'a@notexample.com'],
  ]);
});

test('a password with a quote is one for sh as well', () => {
  const script = settingsFor('cron', { ...submission, password: `a"b'c$d` });
  const line = /^MAIL_PASSWORD=.*$/m.exec(script)?.[0] ?? '';
  const { stdout } = spawnSync('sh', ['-c', `${line}; printf %s "$MAIL_PASSWORD"`]);
  expect(stdout.toString()).toBe(`a"b'c$d`);
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
