import { z } from 'zod';
import { Refusal, refused } from './text';
import { whole } from './whole';

/** As assets/machine/watch/places.py shares them out. */
const FEWEST = 96;
const CROWD = 40;
const PER_KNOWN = 100;

const knownOf = (most: number) => Math.floor((most - CROWD) / 2);

/**
 * Who may be connected at once, to ports 465, 587 and 25 together; counted before there is a process for a connection. Half of
 * all places are for addresses where a login succeeded within 30 days, so that strangers never take them.
 */
export const connections = z
  .strictObject({
    /**
     * Connections from one address where no login succeeded within 30 days. Whoever has more waits until one ends: a large sender
     * behind one address is held to this until its first login succeeded, a second at most.
     * @default 20
     * @example connections: { perAddress: 50 }
     */
    perAddress: whole(1, 1000, 'connections').default(20),
    /**
     * Connections from one address where a login succeeded within 30 days: an office or a cluster behind one address.
     * @default 100, or all that `most` leaves to known addresses
     * @example connections: { perKnownAddress: 120 }
     */
    perKnownAddress: whole(1, 1000, 'connections').optional(),
    /**
     * All connections together, each a process of 3 MiB.
     * @default what the machine's memory takes: 96 on t4g.nano, about 260 with 1 GiB, 400 with 2 GiB or more
     * @example connections: { most: 400 }
     */
    most: whole(FEWEST, 2000, 'connections').optional(),
    /**
     * Seconds within which a stranger must have logged in on 465 or 587; TLS, and a password that is slow to come, included.
     * @default 30
     * @example connections: { secondsToLogin: 60 }
     */
    secondsToLogin: whole(10, 300, 'seconds').default(30),
  })
  .superRefine(({ perKnownAddress, most }, context) => {
    if (most === undefined || perKnownAddress === undefined) return;
    const known = knownOf(most);
    if (perKnownAddress <= known) return;
    const refusal = new Refusal(
      `at most ${String(known)}, what connections.most of ${String(most)} leaves to known addresses`,
      `Lower it, or raise connections.most to ${String(2 * perKnownAddress + CROWD)}.`,
    );
    context.addIssue(refused(perKnownAddress, refusal, ['perKnownAddress']));
  })
  .transform(({ perKnownAddress, ...value }) => ({
    ...value,
    perKnownAddress: perKnownAddress ?? Math.min(PER_KNOWN, knownOf(value.most ?? Infinity)),
  }));
