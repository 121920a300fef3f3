import { receiverDomain } from '../world/layout';
import { until } from '../world/shell';
import type { Fault } from './fault';
import type { Ground } from './ground';
import { type Arrival, balance, type Balance, type Homecoming } from './ledger';
import type { Attempt } from './load/job';
import { Load } from './load/load';
import { returnedIn, type Returned } from './mailbox';
import type { Row } from './row';
import { failuresIn } from './verdict';

/** Milliseconds after which what is not there counts as lost. */
const PATIENCE_MS = 90_000;

/** One fault from a serving server to a serving server, under load all the way; then the books are closed. */
export async function run(ground: Ground, fault: Fault, patienceMs = PATIENCE_MS): Promise<Row> {
  const started = Date.now();
  const mark = ground.mark(fault.id);
  const to = fault.to ?? `reader@${receiverDomain}`;
  const load = Load.start(ground.world, ground.sender, { mark, to });
  const failures: string[] = [];
  let seen = '';
  const step = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
      return true;
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };
  if (await step('before the fault', () => load.accepts(15, 60_000)))
    await step('while it lasts', async () => {
      await fault.plant(ground);
      if (fault.client === 'served') await load.accepts(30, 60_000);
      else await load.onlyDeferred(10, 60_000);
      seen = (await fault.during?.(ground, load)) ?? '';
    });
  await step('healing', () => fault.heal(ground));
  await step('afterwards', () => load.accepts(15, 60_000));
  const attempts = await load.stop();
  const { books, arrivals, letters } = await closed(ground, fault, attempts, patienceMs);
  const homecomings: Homecoming[] = [];
  for (const { serial, to, letter } of letters)
    homecomings.push({
      serial,
      signed: await ground.signed(letter),
      rightful: to === ground.envelopeSender,
    });
  return {
    id: fault.id,
    group: fault.group,
    fault: fault.name,
    client: fault.client,
    ...books,
    seconds: Math.round((Date.now() - started) / 1000),
    seen,
    copies: fault.copies ?? '',
    failures: [...failures, ...failuresIn(fault, books, arrivals, homecomings)],
  };
}

interface Closed {
  readonly books: Balance;
  readonly arrivals: readonly Arrival[];
  readonly letters: readonly Returned[];
}

/** Flushes and waits until nothing is open. A further copy would be in the queue as well: it must be empty too. */
async function closed(
  ground: Ground,
  { id, copies }: Fault,
  attempts: readonly Attempt[],
  patienceMs: number,
): Promise<Closed> {
  const mark = ground.mark(id);
  // One doubt, one copy: a message that its fault sent thrice is a fault of ours.
  const excused = copies === undefined ? 0 : 1;
  const look = async (): Promise<Closed> => {
    const arrivals = await ground.arrivals(mark);
    const letters = returnedIn(await ground.mailbox(), mark);
    const [arrived, returned] = [arrivals, letters].map((items) => items.map(({ serial }) => serial));
    const books = balance({ attempts, arrived: arrived!, returned: returned! }, excused);
    return { books, arrivals, letters };
  };
  return until('every accepted message', patienceMs, async () => {
    await ground.flush();
    if ((await ground.queued()) > 0) return undefined;
    const found = await look();
    return found.books.lost.length === 0 ? found : undefined;
  }).catch(look);
}
