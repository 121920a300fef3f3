import type { Machine } from '../../deployed/machine';
import { queueEntries, type QueueEntry } from './entry';

export const ACTIONS = ['flush', 'hold', 'release', 'delete'] as const;
export type QueueAction = (typeof ACTIONS)[number];

export async function readQueue(machine: Machine): Promise<QueueEntry[]> {
  return queueEntries(await machine.run('reading the queue', 'postqueue -j'));
}

/** The ids on which it was really done: a message may have left in the meantime. */
export async function act(
  machine: Machine,
  action: QueueAction,
  entries: readonly QueueEntry[],
): Promise<string[]> {
  const ids = entries.map(({ queueId }) => queueId);
  switch (action) {
    case 'flush':
      return flush(machine, ids);
    case 'hold':
      return done(await machine.run('holding mail', postsuper('-h', ids)), 'placed on hold');
    case 'release':
      return done(await machine.run('releasing mail', postsuper('-H', ids)), 'released from hold');
    case 'delete':
      return remove(machine, entries);
  }
}

/**
 * Only what waits for its next try can be tried now: postqueue(1) takes an id that is on hold, in delivery or gone without a
 * word. What leaves the deferred queue between the look and the flush is counted, as it was tried then.
 */
async function flush(machine: Machine, ids: readonly string[]): Promise<string[]> {
  const now = queueEntries(await machine.run('reading the queue', 'postqueue -j'));
  const waiting = now
    .filter(({ queue, queueId }) => queue === 'deferred' && ids.includes(queueId))
    .map(({ queueId }) => queueId);
  if (waiting.length === 0) return [];
  const said = await machine.run(
    'flushing the queue',
    each(waiting, 'postqueue -i "$id" && echo "flushed $id"'),
  );
  return [...said.matchAll(/^flushed (\w+)$/gm)].map(([, id = '']) => id);
}

/**
 * Postfix gives a queue id again once its message is gone, and postsuper(1) warns that another message could be hit. What is
 * on hold stays: so they are put on hold, looked at again, and only then deleted.
 */
async function remove(machine: Machine, entries: readonly QueueEntry[]): Promise<string[]> {
  const ids = entries.map(({ queueId }) => queueId);
  const text = await machine.run('holding mail', `${postsuper('-h', ids)}\npostqueue -j`);
  const held = done(text, 'placed on hold');
  const meant = new Map(entries.map((entry) => [entry.queueId, entry]));
  const same = queueEntries(text)
    .filter(({ queue }) => queue === 'hold')
    .filter((now) => {
      const then = meant.get(now.queueId);
      return then?.arrived.getTime() === now.arrived.getTime() && then.sender === now.sender;
    })
    .map(({ queueId }) => queueId);
  const strangers = held.filter((id) => !same.includes(id));
  const release = strangers.length === 0 ? [] : [postsuper('-H', strangers)];
  const script = [...release, postsuper('-d', same)].join('\n');
  return done(await machine.run('deleting mail', script), 'removed');
}

/** Ids by standard input, as many as there are; postsuper says on standard error what it did. */
function postsuper(option: '-h' | '-H' | '-d', ids: readonly string[]): string {
  return ids.length === 0 ? ':' : `postsuper ${option} - 2>&1 <<'IDS'\n${checked(ids).join('\n')}\nIDS`;
}

function each(ids: readonly string[], command: string): string {
  return `while read -r id; do ${command}; done <<'IDS'\n${checked(ids).join('\n')}\nIDS`;
}

/** They come from postqueue, but they go into a script. */
function checked(ids: readonly string[]): readonly string[] {
  const wrong = ids.find((id) => !/^[0-9A-Za-z]{5,20}$/.test(id));
  if (wrong !== undefined) throw new Error(`"${wrong}" is no queue id.`);
  return ids;
}

function done(text: string, words: string): string[] {
  return [...text.matchAll(/^postsuper: (\w+): (.*)$/gm)]
    .filter(([, , said]) => said === words)
    .map(([, id = '']) => id);
}
