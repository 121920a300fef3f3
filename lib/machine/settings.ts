import { createHash } from 'node:crypto';

import type { Environment } from '../config/environment';
import { keyOf, takenFor } from '../config/former';
import { certifiedHosts, hostInForce } from '../config/host-names';

/**
 * What the machine goes on fetching (an SSM String parameter): everything that may change without
 * touching the machine itself. Keys come in one order, so that the same config has the same hash.
 */
export function settingsDocument(environment: Environment): string {
  const {
    domain,
    envelopeDomain,
    hostedZone,
    served,
    former,
    replies,
    dkim,
    users,
    roleAddresses,
    limits,
    connections,
    updates,
  } = environment;
  const { postmaster, abuse, dmarc, bounces } = roleAddresses;
  return JSON.stringify({
    version: 1,
    domain,
    // What the machine itself sends from, where failures of it come home.
    home: served[0] ?? domain,
    envelopeDomain,
    // What it greets with; the next deploy compares its names with these.
    hostName: hostInForce(environment),
    // What its certificate names.
    hosts: certifiedHosts(environment),
    zone: hostedZone.name,
    served: takenFor(environment),
    ...(former === undefined
      ? {}
      : {
          former: former.map((each) => ({
            key: keyOf(each),
            over: each.over,
          })),
        }),
    ...(replies === undefined ? {} : { replies }),
    // The one key that signs: a key that waits or is retired is no matter of the machine's.
    dkim: { active: dkim.active },
    users: users.map(({ login, senders, subaddresses }) => ({
      login,
      senders,
      ...(subaddresses ? {} : { subaddresses }),
    })),
    forwards: { postmaster, abuse, dmarc, bounces },
    limits,
    connections,
    updates,
  });
}

/** What the machine reports of the settings that are in force. */
export function settingsHash(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
