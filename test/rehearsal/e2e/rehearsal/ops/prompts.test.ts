import { readFileSync } from 'node:fs';

import type { QueueEntry } from '../../../../../lib/operate/queue/entry';
import { layout } from '../../../../../lib/rehearsal/world/layout';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { CTRL_C, plain } from '../../../../terminal';
import { Day, SETTINGS } from './day';

/** The three ways to leave a question without agreeing, and what the command says of each. */
const DECLINED: readonly (readonly [keys: string, words: RegExp])[] = [
  ['n\r', /Stopped\. Nothing is changed\./],
  ['\r', /Stopped\. Nothing is changed\./],
  [CTRL_C, /Stopped\. Nothing is changed\./],
];

/** What asks before it acts, at a terminal: only a yes changes anything. */
jest.setTimeout(120_000);
const day = Day.begin();

test('queue delete asks: no, nothing and Ctrl-C leave the mail, yes deletes it', async () => {
  const { world } = day.server.rehearsal.stand;
  const to = 'asked@inbox.example.net';
  const args = ['queue', 'delete', '--recipient', to];
  const waiting = async () =>
    (JSON.parse((await day.kitte('queue', '--json', '--recipient', to)).stdout) as { messages: QueueEntry[] })
      .messages;
  await world.blockPort25(true);
  try {
    await day.submit(to, day.passwords()['app'] ?? '');
    await until('it to wait', 60_000, async () =>
      (await waiting())[0]?.queue === 'deferred' ? true : undefined,
    );
    for (const [keys, words] of DECLINED) {
      const left = await day.atTerminal(args, [[/Delete for ever.*1 message of prod/s, keys]]);
      expect(left.status).toBe(1);
      expect(plain(left.stdout)).toMatch(words);
    }
    expect(await waiting()).toHaveLength(1);
    const done = await day.atTerminal(args, [[/Delete for ever.*1 message of prod/s, 'y\r']]);
    expect(done.status).toBe(0);
    expect(plain(done.stdout)).toMatch(/1\s+message\s+deleted,\s+of\s+prod/);
    expect(await waiting()).toEqual([]);
  } finally {
    await world.blockPort25(false);
  }
}, 180_000);

test('users password asks: no and Ctrl-C leave it, yes turns it', async () => {
  const before = day.passwords();
  const args = ['users', 'password', 'app'];
  for (const [keys, words] of DECLINED) {
    const left = await day.atTerminal(args, [
      [/Turn\s+the\s+password\s+of\s+app,\s+of\s+prod\s+\(account\s+\d{12},[^)]*\)\?/s, keys],
    ]);
    expect(left.status).toBe(1);
    expect(plain(left.stdout)).toMatch(words);
  }
  expect(day.passwords()).toEqual(before);
  const done = await day.atTerminal(args, [
    [/Turn\s+the\s+password\s+of\s+app,\s+of\s+prod\s+\(account\s+\d{12},[^)]*\)\?/s, 'y\r'],
  ]);
  expect(done.status).toBe(0);
  expect(plain(done.stdout).replace(/\s+/g, ' ')).toContain(
    'The new password of app is let in, the old one is refused, by prod (account ',
  );
  const after = day.passwords();
  expect(after['app']).not.toBe(before['app']);
  for (const password of [...Object.values(before), ...Object.values(after)])
    expect(done.stdout).not.toContain(password);
}, 180_000);

test('dkim rotate asks: no and Ctrl-C leave the config, yes changes it', async () => {
  day.server.write(SETTINGS);
  const source = () => readFileSync(day.server.config, 'utf8');
  const before = source();
  const args = ['dkim', 'rotate', '--resolver', layout.router];
  const question = /Change the config so\?/;
  const declined: readonly (readonly [string, number])[] = [
    ['n\r', 0],
    [CTRL_C, 1],
  ];
  for (const [keys, status] of declined) {
    const left = await day.atTerminal(args, [[question, keys]], { admin: true });
    expect(left.status).toBe(status);
    expect(plain(left.stdout)).toContain('Nothing was changed.');
    expect(source()).toBe(before);
  }
  const done = await day.atTerminal(args, [[question, 'y\r']], { admin: true });
  expect(done.status).toBe(0);
  expect(source()).toContain('kitte2');
  day.server.write(SETTINGS);
});
