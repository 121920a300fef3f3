import type { Ground } from '../faults/ground';
import { Load } from '../faults/load/load';
import { receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import { Peak } from './peak';
import type { Row } from './row';
import { heard, unwell } from './siege';

/** What was seen of the attackers, and what of it is not as it must be. */
export interface Outcome {
  /** What they got, out of what they wanted. */
  readonly held: string;
  readonly seen: string;
  readonly failures: readonly string[];
}

/** What many do at once while a client of another login goes about its work. */
export interface Held {
  readonly id: string;
  readonly name: string;
  /** Whether the client may be put off meanwhile: then it must only be served again by itself. */
  readonly putsOff?: true;
  readonly attack: (ground: Ground) => Promise<Outcome>;
}

const PER_SECOND = 2;
const PATIENCE_MS = 60_000;
const SLOW_MS = 1_000;
/** A burst of two seconds meets four messages: their median tells how busy that moment was. */
const LEAST_MS = 10_000;

export const held = (ground: Ground, what: Held): Promise<Row> =>
  Peak.during(ground, (peak) => endured(ground, what, peak));

async function endured(ground: Ground, { id, name, putsOff, attack }: Held, peak: Peak): Promise<Row> {
  const load = Load.start(ground.world, ground.sender, {
    ...{ mark: ground.mark(id), to: `reader@${receiverDomain}`, perSecond: PER_SECOND },
  });
  await load.accepts(2, 30_000);
  const before = load.attempts.length;
  const begun = Date.now();
  let outcome: Awaited<ReturnType<Held['attack']>>;
  let over: number;
  try {
    outcome = await attack(ground);
    over = Date.now();
    await until('a message in less than a second', PATIENCE_MS, () =>
      load.attempts.some(
        ({ outcome: end, begun, at }) => end === 'accepted' && begun > over && at - begun < SLOW_MS,
      )
        ? true
        : undefined,
    );
  } catch (error) {
    // Else it goes on, and the next case meets a client that is known already.
    await load.stop(1_000);
    const met = heard(load.attempts.slice(before));
    throw new Error(
      `${id} was not ended: the client's median was ${String(met.median)} ms and its worst ${String(met.worst)} ms, ${String(met.lost)} of ${String(met.tries)} were lost, and it heard ${load.words() || 'nothing wrong'}`,
      { cause: error },
    );
  }
  const normalAfter = (Date.now() - over) / 1000;
  const end = Math.max(over, begun + LEAST_MS);
  await until(
    'the client to have been watched long enough',
    LEAST_MS * 2,
    () => Date.now() > end || undefined,
  );
  const attempts = (await load.stop()).slice(before).filter((attempt) => attempt.begun <= end);
  const client = heard(attempts);
  const permanent = attempts.filter((attempt) => attempt.outcome === 'permanent').length;
  return {
    ...{
      id,
      group: 'held',
      attack: name,
      held: outcome.held,
      ...client,
      normalAfter,
      memory: peak.mebibytes,
    },
    seen: [outcome.seen, ...(client.lost > 0 ? [`the client heard ${load.words()}`] : [])].join('; '),
    failures: [
      ...outcome.failures,
      ...(putsOff === true ? [] : unwell('the client', client)),
      ...(permanent > 0 ? [`${String(permanent)} were refused for good`] : []),
    ],
  };
}
