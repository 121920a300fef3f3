import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT } from '../../../deployed';
import { Day } from './day';

/** Logins and their passwords. */
jest.setTimeout(120_000);
const day = Day.begin();

test('users: listed, and shown as programs that are not ours take them', async () => {
  const { stdout } = await day.kitte('users');
  expect(stdout).toMatch(/^app +app@example\.com$/m);
  expect(stdout).toContain('the server has them');

  const plain = await day.kitte('users', 'show', 'app');
  expect(plain.stdout).toContain('MAIL_PASSWORD');
  expect(plain.stdout).not.toContain(day.passwords()['app']);

  const { world } = day.server.rehearsal.stand;
  const node = await day.kitte('users', 'show', 'app', '--for', 'nodemailer', '--with-password');
  writeFileSync(join(day.server.directory, 'transport.mjs'), node.stdout);
  symlinkSync(join(PROJECT, 'node_modules'), join(day.server.directory, 'node_modules'));
  const verify =
    "import('./transport.mjs').then(async (m) => { await m.transport.verify(); console.log('in'); })";
  const ran = await world.client.run([
    'sh',
    '-c',
    `cd ${day.server.directory} && exec "$0" -e "$1"`,
    process.execPath,
    verify,
  ]);
  expect(ran.stdout).toBe('in\n');

  const django = await day.kitte('users', 'show', 'app', '--for', 'django', '--with-password');
  const login = [
    'import smtplib, ssl',
    'with smtplib.SMTP_SSL(EMAIL_HOST, EMAIL_PORT, context=ssl.create_default_context(cafile=CA)) as smtp:',
    '    print(smtp.login(EMAIL_HOST_USER, EMAIL_HOST_PASSWORD)[0])',
  ];
  const script = [`CA = ${JSON.stringify(world.client.trust)}`, django.stdout, ...login].join('\n');
  expect((await world.client.run(['python3', '-c', script])).stdout).toBe('235\n');
});

test('users password: without a terminal it wants --yes, and says so', async () => {
  const before = day.passwords();
  const asked = await day.kitte('users', 'password', 'app');
  expect(asked).toMatchObject({ code: 1, stdout: '' });
  expect(asked.stderr).toContain('give --yes to agree');
  expect((await day.kitte('users', 'password', 'ap', '--yes')).stderr).toContain('It has: mailer, app.');
  expect(day.passwords()).toEqual(before);
});
