import type { Machine } from '../../lib/deployed/machine';
import { act } from '../../lib/operate/queue/act';
import { queueEntries } from '../../lib/operate/queue/entry';
import { isEmpty, matching } from '../../lib/operate/queue/pattern';

/** As `postqueue -j` of Postfix 3.10 prints it. */
const PRINTED = `{"queue_name": "deferred", "queue_id": "64EF820040", "arrival_time": 1795610879, "message_size": 320, "forced_expire": false, "sender": "app@example.com", "recipients": [{"address": "q1@inbox.example.net", "delay_reason": "connect to mx.inbox.example.net[198.51.100.25]:25: Connection timed out"}]}
{"queue_name": "hold", "queue_id": "6AEAA20041", "arrival_time": 1795610800, "message_size": 320, "forced_expire": false, "sender": "MAILER-DAEMON", "recipients": [{"address": "Q2@Elsewhere.example"}]}
`;
const entries = queueEntries(PRINTED);

test('the oldest first, a notice without a sender', () => {
  expect(entries.map(({ queueId, queue, sender }) => [queueId, queue, sender])).toEqual([
    ['6AEAA20041', 'hold', ''],
    ['64EF820040', 'deferred', 'app@example.com'],
  ]);
  expect(entries[1]?.recipients[0]?.reason).toContain('timed out');
  expect(queueEntries('')).toEqual([]);
});

test.each([
  [{}, ['6AEAA20041', '64EF820040']],
  [{ ids: ['64ef820040'] }, ['64EF820040']],
  [{ senders: ['APP@example.com'] }, ['64EF820040']],
  [{ senders: [''] }, ['6AEAA20041']],
  [{ recipients: ['q2@elsewhere.example'] }, ['6AEAA20041']],
  [{ domains: ['elsewhere.example', 'inbox.example.net'] }, ['6AEAA20041', '64EF820040']],
  [{ domains: ['elsewhere.example'], senders: ['app@example.com'] }, []],
  // A domain is whole: its end alone is another one.
  [{ domains: ['example.net'] }, []],
])('%j means %j', (pattern, ids) =>
  expect(matching(entries, pattern).map(({ queueId }) => queueId)).toEqual(ids),
);

test('nothing given is empty', () => {
  expect(isEmpty({ ids: [], senders: [] })).toBe(true);
  expect(isEmpty({ ids: [], domains: ['a.example'] })).toBe(false);
});

function machine(...answers: string[]): Machine & { scripts: string[] } {
  const scripts: string[] = [];
  return {
    instanceId: 'i-1',
    scripts,
    run: (_purpose, script) => {
      scripts.push(script);
      return Promise.resolve(answers.shift() ?? '');
    },
  };
}

test('deleted is what is still the same message after it was put on hold; a stranger is let go again', async () => {
  const meant = entries.map((entry) => ({ ...entry }));
  const another = PRINTED.replace('1795610879', '1795610999').replace('"deferred"', '"hold"');
  const on = machine(`postsuper: 64EF820040: placed on hold\n${another}`, 'postsuper: 6AEAA20041: removed\n');
  expect(await act(on, 'delete', meant)).toEqual(['6AEAA20041']);
  expect(on.scripts[1]).toBe(
    "postsuper -H - 2>&1 <<'IDS'\n64EF820040\nIDS\npostsuper -d - 2>&1 <<'IDS'\n6AEAA20041\nIDS",
  );
});

test('held is what postsuper says that it held', async () => {
  const on = machine('postsuper: 64EF820040: placed on hold\npostsuper: Placed on hold: 1 message\n');
  expect(await act(on, 'hold', entries)).toEqual(['64EF820040']);
});

test('nothing but a queue id reaches the shell', async () => {
  const odd = [{ ...entries[0]!, queueId: 'A$(id)' }];
  const shown = PRINTED.replace('64EF820040', 'A$(id)')
    .replace('6AEAA20041', 'A$(id)')
    .replace('"hold"', '"deferred"');
  for (const action of ['flush', 'hold', 'release', 'delete'] as const)
    await expect(act(machine(shown), action, odd)).rejects.toThrow('is no queue id');
});

test('flushed is what waited for its next try: what is on hold, in delivery or gone is not counted', async () => {
  const meant = [
    ...entries,
    { ...entries[1]!, queueId: '7AAAA20042' },
    { ...entries[1]!, queueId: '7BBBB20043' },
  ];
  const active =
    '{"queue_name": "active", "queue_id": "7AAAA20042", "arrival_time": 1, "message_size": 1, "sender": "a@b.example", "recipients": []}\n';
  const on = machine(PRINTED + active, 'flushed 64EF820040\n');
  expect(await act(on, 'flush', meant)).toEqual(['64EF820040']);
  expect(on.scripts[1]).toBe(
    `while read -r id; do postqueue -i "$id" && echo "flushed $id"; done <<'IDS'\n64EF820040\nIDS`,
  );
});

test('a flush of nothing that waits asks no second time', async () => {
  const on = machine('');
  expect(await act(on, 'flush', entries)).toEqual([]);
  expect(on.scripts).toEqual(['postqueue -j']);
});
