import { setTimeout as pause } from 'node:timers/promises';

import type { Machine } from '../../deployed/machine';
import { deliveriesOf, type Delivery } from '../log/life';
import { findLives } from '../log/search';

/** How a test mail ended, or how far it came. */
export type Outcome =
  | { readonly kind: 'delivered' | 'bounced' | 'deferred'; readonly delivery: Delivery }
  | { readonly kind: 'held' | 'silent' };

const ASK_EVERY_MS = 1000;

/** Reads the server's log until it tells how the one recipient's delivery went, or the deadline has passed. */
export async function follow(machine: Machine, queueId: string, deadlineMs: number): Promise<Outcome> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    // Ids are given again: only the newest life is this one.
    const lives = await findLives(machine, { kind: 'queue-id', queueId }, '-1h', 1);
    const life = lives.findLast((each) => each.queueId === queueId);
    const delivery = life === undefined ? undefined : deliveriesOf(life)[0];
    if (delivery?.status === 'sent') return { kind: 'delivered', delivery };
    if (delivery?.status === 'deferred') return { kind: 'deferred', delivery };
    if (delivery !== undefined) return { kind: 'bounced', delivery };
    if (life?.events.at(-1)?.kind === 'held') return { kind: 'held' };
    if (Date.now() > end) return { kind: 'silent' };
    await pause(ASK_EVERY_MS);
  }
}

/** What to do next, by how it ended. */
export function nextStep(outcome: Outcome, queueId: string): string {
  switch (outcome.kind) {
    case 'delivered':
      return 'The receiver has it. Whether it lies in the inbox, only the recipient can tell.';
    case 'bounced':
      return `It is not tried again, and a notice went to the sender. kitte logs ${queueId} tells more; kitte doctor looks for what receivers refuse.`;
    case 'deferred':
      return /timed out/i.test(outcome.delivery.words)
        ? `The server tries again by itself, for five days. If all mail waits like this, port 25 is closed: kitte port25 tells.`
        : `The server tries again by itself, for five days: kitte logs ${queueId} tells how it went.`;
    case 'held':
      return `It is on hold: kitte queue release --id ${queueId}.`;
    case 'silent':
      return `It is still on its way: kitte logs ${queueId} tells how it went.`;
  }
}
