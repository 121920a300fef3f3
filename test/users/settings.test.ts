import { spawnSync } from 'node:child_process';

import { turned } from '../../lib/users/passwords';
import { maySendAs, senderOf } from '../../lib/users/sender';
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
