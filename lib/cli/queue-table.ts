import type { QueueEntry } from '../operate/queue/entry';
import { lookOf } from '../rehearsal/report/terminal';
import { columns } from '../rehearsal/report/terminal-columns';
import { visible } from '../rehearsal/report/visible';
import { moment } from './say';

/** What waits, for a person: the oldest first. What a stranger wrote is made visible, not obeyed. */
export function queueTable(
  entries: readonly QueueEntry[],
  stream: { readonly isTTY?: boolean; readonly columns?: number },
): string {
  if (entries.length === 0) return 'Nothing waits.\n';
  const rows = entries.map(({ queueId, queue, arrived, bytes, sender, recipients }) => [
    queueId,
    [
      `${moment(arrived)}, ${String(bytes)} bytes, ${STATE[queue] ?? queue}`,
      `from ${visible(sender === '' ? '<>' : sender)}`,
      ...recipients.map(({ address, reason }) =>
        visible(`to ${address}${reason === '' ? '' : `: ${reason}`}`),
      ),
    ].join('\n'),
  ]);
  const count = entries.length === 1 ? '1 message' : `${String(entries.length)} messages`;
  return `${columns(rows, lookOf(stream, {}).width)}\n${count}.\n`;
}

const STATE: Readonly<Record<string, string>> = {
  active: 'being delivered',
  deferred: 'waits for another try',
  hold: 'on hold',
  incoming: 'just arrived',
  maildrop: 'just written',
};
