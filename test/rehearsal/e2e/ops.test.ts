import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Life } from '../../../lib/operate/log/life';
import type { QueueEntry } from '../../../lib/operate/queue/entry';
import { layout, receiverHost } from '../../../lib/rehearsal/world/layout';
import { until } from '../../../lib/rehearsal/world/shell';
import { rowsOf } from './doctor/doctor';
import { type Key, onLaptop } from './laptop';
import { operatorKey } from './operator';
import { deployed, PROJECT, ZONE_ID } from '../deployed';

/** One deployed server, and every command for a day with it, as a person runs it who may do no more than the docs say. */
jest.setTimeout(120_000);
const settings = {
  domain: 'example.com',
  hostedZone: { id: ZONE_ID },
  envelopeDomain: 'bounce.example.com',
  users: [{ login: 'mailer' }, { login: 'app', senders: ['app@example.com'] }],
};
/** It answers for itself, and relays for nobody: the receiver refuses it. */
const refusing = `nobody@${receiverHost}`;

let key: Key;

const server = deployed(settings, { judged: false });
const kitte = (...args: string[]) =>
  onLaptop(server.rehearsal.stand, [...args, '--config', server.config], key);
const passwords = () =>
  JSON.parse(server.rehearsal.stand.account.readSecret('kitte/prod/users') ?? '{}') as Record<string, string>;

/** With a mail client that is not Kitte's own command. */
const submit = (to: string, password: string) =>
  server.rehearsal.stand.world.client.submit({
    ...{ host: 'mail.example.com', port: 465, tls: 'implicit', login: 'app', password },
    envelope: { from: 'app@example.com', to: [to] },
    message: `From: app@example.com\r\nTo: ${to}\r\nSubject: Hello\r\n\r\nHello.\r\n`,
  });

async function received(text: string): Promise<number> {
  const messages = await server.rehearsal.stand.world.receiver.messages();
  return messages.filter(({ source }) => source.includes(text)).length;
}

beforeAll(async () => {
  key = await operatorKey(server.rehearsal.stand);
});

test('doctor finds its way onto the machine by itself', async () => {
  const asked = ['--json', '--login', '--resolver', layout.router, '--far-end', receiverHost];
  const { stdout } = await kitte('doctor', ...asked);
  expect(stdout).not.toMatch(/AccessDenied|not authorized/);
  const onMachine = ['outbound-25', 'queue', 'clock', 'disk', 'upgrades'];
  const rows = rowsOf(stdout).filter(({ id }) => onMachine.includes(id));
  expect(rows.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(onMachine.map((id) => `${id} pass`));
});

test('who may not use Run Command is told so, and nothing fails for it', async () => {
  const without = { ...key, AccessKeyId: 'AKIAUNKNOWN000000000' };
  const denied = await onLaptop(server.rehearsal.stand, ['queue', '--config', server.config], without);
  expect(denied).toMatchObject({ code: 1, stdout: '' });
  expect(denied.stderr).toContain('AWS does not take the credentials');
});

test('users: listed, and shown as programs that are not ours take them', async () => {
  const { stdout } = await kitte('users');
  expect(stdout).toMatch(/^app +app@example\.com$/m);
  expect(stdout).toContain('the server has them');

  const plain = await kitte('users', 'show', 'app');
  expect(plain.stdout).toContain('MAIL_PASSWORD');
  expect(plain.stdout).not.toContain(passwords()['app']);

  const { world } = server.rehearsal.stand;
  const node = await kitte('users', 'show', 'app', '--for', 'nodemailer', '--with-password');
  writeFileSync(join(server.directory, 'transport.mjs'), node.stdout);
  symlinkSync(join(PROJECT, 'node_modules'), join(server.directory, 'node_modules'));
  const verify =
    "import('./transport.mjs').then(async (m) => { await m.transport.verify(); console.log('in'); })";
  const ran = await world.client.run([
    'sh',
    '-c',
    `cd ${server.directory} && exec "$0" -e "$1"`,
    process.execPath,
    verify,
  ]);
  expect(ran.stdout).toBe('in\n');

  const django = await kitte('users', 'show', 'app', '--for', 'django', '--with-password');
  const login = [
    'import smtplib, ssl',
    'with smtplib.SMTP_SSL(EMAIL_HOST, EMAIL_PORT, context=ssl.create_default_context(cafile=CA)) as smtp:',
    '    print(smtp.login(EMAIL_HOST_USER, EMAIL_HOST_PASSWORD)[0])',
  ];
  const script = [`CA = ${JSON.stringify(world.client.trust)}`, django.stdout, ...login].join('\n');
  expect((await world.client.run(['python3', '-c', script])).stdout).toBe('235\n');
});

test('users password: without a terminal it wants --yes, and says so', async () => {
  const before = passwords();
  const asked = await kitte('users', 'password', 'app');
  expect(asked).toMatchObject({ code: 1, stdout: '' });
  expect(asked.stderr).toContain('give --yes to agree');
  expect((await kitte('users', 'password', 'ap', '--yes')).stderr).toContain('It has: mailer, app.');
  expect(passwords()).toEqual(before);
});

test('users password: the old one is refused, the new one is let in, and no deploy undoes it', async () => {
  const before = passwords();
  const turned = await kitte('users', 'password', 'app', '--yes', '--json');
  expect(turned.code).toBe(0);
  expect(JSON.parse(turned.stdout)).toMatchObject({ newPassword: 'accepted', oldPassword: 'refused' });
  const after = passwords();
  expect(after).toEqual({ ...before, app: expect.any(String) as string });
  expect(after['app']).not.toBe(before['app']);
  for (const password of [...Object.values(before), ...Object.values(after)])
    expect(turned.stdout + turned.stderr).not.toContain(password);

  expect((await submit('old@inbox.example.net', before['app'] ?? '')).response).toContain('535');
  expect(await submit('new@inbox.example.net', after['app'] ?? '')).toMatchObject({ accepted: true });

  await server.rehearsal.deploy(() => undefined);
  expect(passwords()).toEqual(after);
  // A deploy that changes something waits for a machine whose passwords are of a version that no deploy made.
  server.write({ ...settings, limits: { messagesPerDay: 4000 } });
  await server.rehearsal.deploy(() => undefined);
  expect(passwords()).toEqual(after);
  expect(await submit('newer@inbox.example.net', after['app'] ?? '')).toMatchObject({ accepted: true });
});

test('send: delivered in the words of the receiver', async () => {
  const sent = await kitte('send', '--to', 'reader@inbox.example.net', '--json');
  const outcome = JSON.parse(sent.stdout) as { queueId: string; messageId: string };
  expect(sent.code).toBe(0);
  expect(outcome).toMatchObject({
    ...{ outcome: 'delivered', login: 'mailer', dsn: '2.0.0' },
    words: expect.stringMatching(/^250 2\.0\.0 Ok: queued as /) as string,
  });
  expect(await received(outcome.messageId)).toBe(1);

  for (const by of [outcome.queueId, outcome.messageId, 'reader@inbox.example.net']) {
    const found = await kitte('logs', by, '--json');
    const [life] = JSON.parse(found.stdout) as Life[];
    expect(life).toMatchObject({ queueId: outcome.queueId, login: 'mailer' });
    expect(life?.events.map(({ kind }) => kind)).toEqual([
      'taken',
      'named',
      'signed',
      'queued',
      'delivery',
      'removed',
    ]);
  }
  const unknown = await kitte('logs', 'stranger@inbox.example.net');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('tells of no message');
});

test('send: refused by the receiver, and by our own rules', async () => {
  const bounced = await kitte('send', '--to', refusing, '--from', 'app@example.com');
  expect(bounced.code).toBe(1);
  expect(bounced.stdout.replace(/\s+/g, ' ')).toContain('Relay access denied');
  const { stdout } = await kitte('logs', refusing);
  // The notice to the sender is part of what happened.
  expect(stdout).toMatch(/notice of failure sent to its\s+sender as \w+/);
  expect(stdout).toMatch(/delivered to kitte@localhost/);

  const foreign = await kitte('send', '--to', refusing, '--from', 'boss@elsewhere.example');
  expect(foreign).toMatchObject({ code: 1, stdout: '' });
  expect(foreign.stderr).toContain('No login may send as boss@elsewhere.example');
});

test('port 25 closed: the request is ready, and what waits is held, released, deleted and flushed', async () => {
  const open = await kitte('port25', '--far-end', receiverHost);
  expect(open).toMatchObject({ code: 0, stdout: `Open: the server reached port 25 of ${receiverHost}.\n` });

  const { world } = server.rehearsal.stand;
  await world.blockPort25(true);
  const password = passwords()['app'] ?? '';
  for (const name of ['hold', 'delete', 'flush']) await submit(`${name}@inbox.example.net`, password);
  const [closed, deferred] = await Promise.all([
    kitte('port25', '--far-end', receiverHost, '--messages', '300'),
    kitte('send', '--to', 'late@inbox.example.net', '--deadline', '60'),
  ]);
  expect(closed.code).toBe(2);
  const request = closed.stdout.replace(/\s+/g, ' ');
  expect(request).toContain('https://console.aws.amazon.com/support/contacts?#/rdns-limits');
  expect(request).toContain(`about 300 messages a day.`);
  expect(request).toContain(`in place for mail.example.com at ${server.rehearsal.address()}.`);
  expect(deferred.code).toBe(2);
  expect(deferred.stdout.replace(/\s+/g, ' ')).toMatch(
    /^Deferred for late@.*Connection timed out.*kitte port25/,
  );

  const waiting = async (...args: string[]) =>
    JSON.parse((await kitte('queue', '--json', ...args)).stdout) as QueueEntry[];
  const recipients = (entries: readonly QueueEntry[]) =>
    entries.flatMap((entry) => entry.recipients.map(({ address }) => address.split('@')[0]));
  const all = await until('all of them to wait', 60_000, async () => {
    const found = await waiting('--domain', 'inbox.example.net');
    return found.every(({ queue }) => queue === 'deferred') ? found : undefined;
  });
  expect(recipients(all).sort()).toEqual(['delete', 'flush', 'hold', 'late']);
  const only = (name: string) => ['--recipient', `${name}@inbox.example.net`];

  const [dry, unasked, unsaid, untouched] = await Promise.all([
    kitte('queue', 'delete', ...only('delete'), '--dry-run'),
    kitte('queue', 'delete', ...only('delete')),
    kitte('queue', 'delete', '--yes'),
    waiting(),
  ]);
  expect(dry.stdout).toMatch(/to delete@inbox\.example\.net: .*\n(.*\n)*1 message\.$/m);
  expect(unasked.code).toBe(1);
  expect(unasked.stderr).toMatch(/give --yes to agree, or --dry-run/);
  expect(unsaid.stderr).toContain('Say which mail');
  expect(untouched).toHaveLength(4);

  const [deleted, held] = await Promise.all([
    kitte('queue', 'delete', ...only('delete'), '--yes'),
    kitte('queue', 'hold', ...only('hold'), '--yes'),
  ]);
  expect(deleted.stdout).toContain('1 message deleted.');
  expect(held.stdout).toContain('1 message on hold.');

  await world.blockPort25(false);
  expect((await kitte('queue', 'flush', '--all', '--yes')).code).toBe(0);
  await until('all but what is held to leave', 30_000, async () =>
    (await waiting()).length === 1 ? true : undefined,
  );
  const [left] = await waiting();
  expect(left).toMatchObject({ queue: 'hold', sender: 'app@bounce.example.com' });
  const released = await kitte('queue', 'release', ...only('hold'), '--yes', '--json');
  expect(JSON.parse(released.stdout)).toMatchObject({ action: 'release', hit: [left?.queueId], missed: [] });
  await kitte('queue', 'flush', '--all', '--yes');
  await until('the queue to be empty', 30_000, async () =>
    (await kitte('queue')).stdout === 'Nothing waits.\n' ? true : undefined,
  );
  const arrived = ['hold', 'flush', 'late', 'delete'].map((name) =>
    received(`To: ${name}@inbox.example.net`),
  );
  expect(await Promise.all(arrived)).toEqual([1, 1, 1, 0]);
}, 240_000);
