import type { Rehearsal } from '../rehearse';
import { auth } from './auth';
import { bruteForceRows } from './brute-force';
import { enumerationRows } from './enumeration';
import { Ground } from './ground';
import { identity } from './identity';
import type { Who } from './identity-cases';
import { limitRows } from './limits/limits';
import { machineRows } from './machine';
import { recipients } from './recipients';
import { refusedData } from './refused-data';
import { openRelay } from './relay';
import type { Row } from './row';
import { secrets } from './secrets';
import { smuggling } from './smuggling';
import { tls } from './tls';
import type { Sender } from '../judge/delivery';

/** The logins of the suite's server, by what they own. */
export const LOGINS: Readonly<Record<Who, string>> = {
  domain: 'mailer',
  address: 'shop',
  'other domain': 'returns',
};

/** Where the next case is tried, with marks of its own. */
export function groundOf({ stand }: Rehearsal): Ground {
  return new Ground(stand.world, stand.account.instances()[0]?.id ?? 'none');
}

export function sendersOf(rehearsal: Rehearsal): Readonly<Record<Who, Sender>> {
  return {
    domain: rehearsal.sender(LOGINS.domain),
    address: rehearsal.sender(LOGINS.address),
    'other domain': rehearsal.sender(LOGINS['other domain']),
  };
}

/**
 * Every group, in the order in which they are tried: what only looks first, what the server may hold against an
 * address last.
 */
export function groups(rehearsal: Rehearsal): Record<string, () => Promise<readonly Row[]>> {
  const ground = groundOf(rehearsal);
  const senders = sendersOf(rehearsal);
  const { world } = rehearsal.stand;
  const { instance } = ground;
  return {
    tls: () => tls(ground, senders.domain),
    secrets: () => secrets(ground, rehearsal.stand, senders.domain),
    identity: () => identity(ground, senders),
    smuggling: () => smuggling(ground, senders.domain),
    'refused data': () => refusedData(ground, senders.domain),
    relay: () => openRelay(ground, senders.domain),
    recipients: () => recipients(ground, senders.domain),
    auth: () => auth(ground, senders.domain, senders.address),
    limits: () => limitRows(world, senders.domain, instance, rehearsal.stand.account),
    enumeration: () => enumerationRows(world, senders.domain, instance, senders['other domain']),
    // These shut addresses out and stop daemons.
    'brute force': () => bruteForceRows(world, senders.domain, instance),
    machine: () => machineRows(world, senders.domain, instance),
  };
}
