import type { Life } from '../../../../../lib/operate/log/life';
import type { QueueEntry } from '../../../../../lib/operate/queue/entry';
import { receiverHost } from '../../../../../lib/rehearsal/world/layout';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { Day, REFUSING } from './day';
import { preflight } from './preflight';

const ACCOUNT = '123456789012';

/** Mail that goes out, waits, and is acted on. */
jest.setTimeout(120_000);
const day = Day.begin();

test('send: delivered in the words of the receiver', async () => {
  const sent = await day.kitte('send', '--to', 'reader@inbox.example.net', '--json');
  const outcome = JSON.parse(sent.stdout) as { queueId: string; messageId: string };
  expect(sent.code).toBe(0);
  expect(outcome).toMatchObject({
    ...{ environment: 'prod', account: ACCOUNT, region: expect.any(String) as string },
    ...{ outcome: 'delivered', login: 'mailer', dsn: '2.0.0' },
    words: expect.stringMatching(/^250 2\.0\.0 Ok: queued as /) as string,
  });
  expect(await day.received(outcome.messageId)).toBe(1);

  for (const by of [outcome.queueId, outcome.messageId, 'reader@inbox.example.net']) {
    const found = await day.kitte('logs', by, '--json');
    const [life] = (JSON.parse(found.stdout) as { lives: Life[] }).lives;
    expect(found.stderr).toMatch(/^The log has lines of mail since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\n$/);
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
  const unknown = await day.kitte('logs', 'stranger@inbox.example.net');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('tells of no message');
});

test('send: refused by the receiver, and by our own rules', async () => {
  const bounced = await day.kitte('send', '--to', REFUSING, '--from', 'app@example.com');
  expect(bounced.code).toBe(1);
  expect(bounced.stdout.replace(/\s+/g, ' ')).toContain('Relay access denied');
  const { stdout } = await day.kitte('logs', REFUSING);
  // The notice to the sender is part of what happened.
  expect(stdout).toMatch(/notice of failure sent to its\s+sender as \w+/);
  expect(stdout).toMatch(/delivered to kitte@localhost/);

  const foreign = await day.kitte('send', '--to', REFUSING, '--from', 'boss@elsewhere.example');
  expect(foreign).toMatchObject({ code: 1, stdout: '' });
  expect(foreign.stderr).toContain('No login may send as boss@elsewhere.example');
});

test('port 25 closed: the request is ready, and what waits is held, released, deleted and flushed', async () => {
  const open = await day.kitte('port25', '--far-end', receiverHost);
  expect(open.code).toBe(0);
  expect(open.stdout.replace(/\s+/g, ' ')).toMatch(
    new RegExp(`^Open: the server of prod \\(account ${ACCOUNT}, \\S+\\) reached port 25 of ${receiverHost}`),
  );

  const { world } = day.server.rehearsal.stand;
  await world.blockPort25(true);
  const password = day.passwords()['app'] ?? '';
  for (const name of ['hold', 'delete', 'flush']) await day.submit(`${name}@inbox.example.net`, password);
  const [closed, deferred, looked] = await Promise.all([
    day.kitte('port25', '--far-end', receiverHost, '--messages', '300'),
    day.kitte('send', '--to', 'late@inbox.example.net', '--deadline', '60'),
    preflight(day),
  ]);
  expect(looked.rows.filter(({ verdict }) => verdict !== 'pass')).toMatchObject([
    { id: 'port-25', verdict: 'warn', next: expect.stringContaining('kitte -- port25') as string },
  ]);
  expect(looked.code).toBe(2);
  expect(closed.code).toBe(2);
  const request = closed.stdout.replace(/\s+/g, ' ');
  expect(request).toContain('https://console.aws.amazon.com/support/contacts?#/rdns-limits');
  expect(request).toContain(`about 300 messages a day.`);
  expect(request).toContain(`in place for mail.example.com at ${day.server.rehearsal.address()}.`);
  expect(deferred.code).toBe(2);
  expect(deferred.stdout.replace(/\s+/g, ' ')).toMatch(
    /^Deferred for late@.*Connection timed out.*kitte port25/,
  );

  const waiting = async (...args: string[]) =>
    (JSON.parse((await day.kitte('queue', '--json', ...args)).stdout) as { messages: QueueEntry[] }).messages;
  const recipients = (entries: readonly QueueEntry[]) =>
    entries.flatMap((entry) => entry.recipients.map(({ address }) => address.split('@')[0]));
  const all = await until('all of them to wait', 60_000, async () => {
    const found = await waiting('--domain', 'inbox.example.net');
    return found.every(({ queue }) => queue === 'deferred') ? found : undefined;
  });
  expect(recipients(all).sort()).toEqual(['delete', 'flush', 'hold', 'late']);
  const only = (name: string) => ['--recipient', `${name}@inbox.example.net`];

  const [dry, unasked, unsaid, untouched] = await Promise.all([
    day.kitte('queue', 'delete', ...only('delete'), '--dry-run'),
    day.kitte('queue', 'delete', ...only('delete')),
    day.kitte('queue', 'delete', '--yes'),
    waiting(),
  ]);
  expect(dry.stdout).toMatch(/to delete@inbox\.example\.net: .*\n(.*\n)*1 message\.$/m);
  expect(unasked.code).toBe(1);
  expect(unasked.stderr).toMatch(/give --yes to agree, or --dry-run/);
  expect(unsaid.stderr).toContain('Say which mail');
  expect(untouched).toHaveLength(4);

  const [deleted, held] = await Promise.all([
    day.kitte('queue', 'delete', ...only('delete'), '--yes'),
    day.kitte('queue', 'hold', ...only('hold'), '--yes'),
  ]);
  const where = `, of prod (account ${ACCOUNT}, `;
  expect(deleted.stdout.replace(/\s+/g, ' ')).toContain(`1 message deleted${where}`);
  expect(held.stdout.replace(/\s+/g, ' ')).toContain(`1 message on hold${where}`);

  await world.blockPort25(false);
  // What is on hold is not tried, and not counted.
  const [kept] = await waiting(...only('hold'));
  const flushed = await day.kitte('queue', 'flush', '--all', '--yes', '--json');
  expect(flushed.code).toBe(0);
  const counted = JSON.parse(flushed.stdout) as { messages: QueueEntry[]; hit: string[]; missed: string[] };
  expect(counted).toMatchObject({ action: 'flush', environment: 'prod', dryRun: false });
  expect(recipients(counted.messages).sort()).toEqual(['flush', 'hold', 'late']);
  expect(counted.hit).toHaveLength(2);
  expect(counted.missed).toEqual([kept?.queueId]);
  await until('all but what is held to leave', 30_000, async () =>
    (await waiting()).length === 1 ? true : undefined,
  );
  const [left] = await waiting();
  expect(left).toMatchObject({ queue: 'hold', sender: 'app@bounce.example.com' });
  const released = await day.kitte('queue', 'release', ...only('hold'), '--yes', '--json');
  expect(JSON.parse(released.stdout)).toMatchObject({
    action: 'release',
    hit: [left?.queueId],
    missed: [],
  });
  await day.kitte('queue', 'flush', '--all', '--yes');
  await until('the queue to be empty', 30_000, async () =>
    (await day.kitte('queue')).stdout.endsWith('\n\nNothing waits.\n') ? true : undefined,
  );
  const arrived = ['hold', 'flush', 'late', 'delete'].map((name) =>
    day.received(`To: ${name}@inbox.example.net`),
  );
  expect(await Promise.all(arrived)).toEqual([1, 1, 1, 0]);
}, 240_000);
