import type { Machine } from '../../deployed/machine';
import { eventOf, type LogEvent } from './event';
import type { LogKey } from './key';
import { type Life, livesOf } from './life';
import { journalLines } from './line';
import { about, logScript, naming, oldestScript } from './script';

/** A notice of failure is a message too, and may fail in its turn. */
const GENERATIONS = 2;

/** From when on the log tells of mail; nothing before it has a line. The journal has a share of the disk, and forgets the oldest. */
export async function linesSince(machine: Machine): Promise<Date | undefined> {
  return journalLines(await machine.run('reading the oldest line of the mail log', oldestScript()))[0]?.at;
}

/** The newest messages that the key names, with the notices that they caused, in the order in which they began. */
export async function findLives(machine: Machine, key: LogKey, since: string, most: number): Promise<Life[]> {
  const read = async (pattern: string) => {
    const printed = await machine.run('reading the mail log', logScript(pattern, since));
    return journalLines(printed).flatMap((line) => eventOf(line) ?? []);
  };
  const refused: LogEvent[] = [];
  let ids: string[];
  if (key.kind === 'queue-id') ids = [key.queueId];
  else {
    const named = await read(naming(key.address));
    refused.push(...named.filter(({ queueId }) => queueId === 'NOQUEUE').slice(-most));
    ids = [...new Set(named.map(({ queueId }) => queueId).filter((id) => id !== 'NOQUEUE'))].slice(-most);
  }
  const known = new Set<string>();
  const events: LogEvent[] = [...refused];
  for (let generation = 0; generation <= GENERATIONS && ids.length > 0; generation += 1) {
    const found = await read(about(ids));
    ids.forEach((id) => known.add(id));
    events.push(...found);
    ids = [...new Set(found.flatMap((event) => (event.kind === 'notice' ? [event.noticeId] : [])))].filter(
      (id) => !known.has(id),
    );
  }
  return livesOf(events.sort((a, b) => a.at.getTime() - b.at.getTime()));
}
