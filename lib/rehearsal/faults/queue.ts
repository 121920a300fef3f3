import { until } from '../world/shell';
import type { Ground } from './ground';

interface Queued {
  readonly queue_id: string;
  /** Seconds since the epoch. */
  readonly arrival_time: number;
  readonly recipients: readonly { readonly delay_reason?: string }[];
}

/** What is in the queue, in no order. */
export async function queue(ground: Ground): Promise<Queued[]> {
  const lines = (await ground.sh('postqueue -j')).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Queued);
}

/** Why each recipient in the queue waits, in Postfix's words; nothing of those that are under way. */
export async function reasons(ground: Ground): Promise<string[]> {
  const messages = await queue(ground);
  return messages.flatMap(({ recipients }) => recipients.flatMap(({ delay_reason: why }) => why ?? []));
}

/** Resolves once a message waits for this reason and enough of them wait at all; gives the reason as Postfix wrote it. */
export async function putOff(ground: Ground, why: RegExp, count = 10): Promise<string> {
  return watched(`${String(count)} messages to wait, one for ${String(why)}`, async (note) => {
    const found = note(await reasons(ground)).find((reason) => why.test(reason));
    return found !== undefined && (await ground.queued()) >= count ? found : undefined;
  });
}

/** Resolves once a message has been put off for each of these; they are tried again all the while. */
export async function putOffForEach(ground: Ground, whys: readonly RegExp[]): Promise<readonly string[]> {
  const all: string[] = [];
  return watched(`messages to wait for each of ${whys.join(', ')}`, async (note) => {
    await ground.flush();
    all.push(...note(await reasons(ground)));
    const found = whys.flatMap((why) => all.find((reason) => why.test(reason)) ?? []);
    return found.length === whys.length ? found : undefined;
  });
}

/** A failure says what the messages waited for instead. */
async function watched<T>(
  what: string,
  probe: (note: (reasons: readonly string[]) => readonly string[]) => Promise<T | undefined>,
): Promise<T> {
  let last: readonly string[] = [];
  try {
    return await until(what, 60_000, () => probe((now) => (last = now)));
  } catch (error) {
    throw new Error(`${String(error)} They wait for: ${[...new Set(last)].join('; ') || 'nothing'}`, {
      cause: error,
    });
  }
}
