import type { Verdicts } from '../world/receiver/verdicts';
import type { Attempt } from './load/job';

/** A message that arrived, and what its receiver said of it. */
export interface Arrival {
  readonly serial: string;
  readonly verdicts: Pick<Verdicts, 'spf' | 'dkim' | 'dmarc'>;
}

/** A message that came home. */
export interface Homecoming {
  readonly serial: string;
  /** Whether the letter that brings it carries a DKIM signature that holds. */
  readonly signed: boolean;
  /** Whether it was sent to the message's envelope sender. */
  readonly rightful: boolean;
}

export interface Books {
  /** Every answer that the client got. */
  readonly attempts: readonly Attempt[];
  /** Serials as they arrived, each copy once more. */
  readonly arrived: readonly string[];
  /** Serials of messages that came home. */
  readonly returned: readonly string[];
}

export interface Balance {
  readonly accepted: number;
  /** Accepted and arrived. */
  readonly delivered: number;
  /** Accepted and come home. */
  readonly bounced: number;
  /** Accepted, and neither. */
  readonly lost: readonly string[];
  /** Serials that arrived or came home more often than once, or did both. */
  readonly duplicated: readonly string[];
  /** Of these, those for which neither the client's doubt nor an excused copy is a reason. */
  readonly multiplied: readonly string[];
  /** Attempts without a 250: temporary answers, and no answer at all. */
  readonly refused: number;
  /** Attempts that were refused for good. */
  readonly rejected: number;
}

/**
 * What became of the messages that the server took the responsibility for (RFC 5321 section 4.2.5). A client that
 * got no answer after the final dot must send again (section 4.5.4.1 and RFC 1047), so a copy for each such doubt
 * is SMTP's own. `excused` is how many further copies of one message the server's own doubt is good for.
 */
export function balance({ attempts, arrived, returned }: Books, excused = 0): Balance {
  const accepted = new Set(serials(attempts, ({ outcome }) => outcome === 'accepted'));
  const [there, home] = [new Set(arrived), new Set(returned)];
  // A message has one end: who reads it and is told that it did not arrive sends it again.
  const ends = count([...arrived, ...returned]);
  const sent = count(serials(attempts, ({ outcome, doubtful }) => outcome === 'accepted' || doubtful));
  const all = [...accepted];
  const duplicated = [...ends].filter(([, number]) => number > 1).map(([serial]) => serial);
  return {
    accepted: accepted.size,
    delivered: all.filter((serial) => there.has(serial)).length,
    bounced: all.filter((serial) => home.has(serial)).length,
    lost: all.filter((serial) => !there.has(serial) && !home.has(serial)),
    duplicated,
    multiplied: duplicated.filter((serial) => (ends.get(serial) ?? 0) > (sent.get(serial) ?? 1) + excused),
    refused: attempts.filter(({ outcome }) => outcome === 'temporary' || outcome === 'unanswered').length,
    rejected: attempts.filter(({ outcome }) => outcome === 'permanent').length,
  };
}

function serials(attempts: readonly Attempt[], which: (attempt: Attempt) => boolean): string[] {
  return attempts.filter(which).map(({ serial }) => serial);
}

function count(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
