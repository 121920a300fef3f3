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
import { replies } from './replies';
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

/** What of the running server each group needs. */
export type Try = (rehearsal: Rehearsal) => Promise<readonly Row[]>;

/** Every group, in the order in which the book has them. The files of test/rehearsal/e2e/abuse try one each. */
const TRIES = {
  tls: (rehearsal) => tls(groundOf(rehearsal), sendersOf(rehearsal).domain),
  secrets: (rehearsal) => secrets(groundOf(rehearsal), rehearsal.stand, sendersOf(rehearsal).domain),
  identity: (rehearsal) => identity(groundOf(rehearsal), sendersOf(rehearsal)),
  smuggling: (rehearsal) => smuggling(groundOf(rehearsal), sendersOf(rehearsal).domain),
  'refused-data': (rehearsal) => refusedData(groundOf(rehearsal), sendersOf(rehearsal).domain),
  relay: (rehearsal) => openRelay(groundOf(rehearsal), sendersOf(rehearsal).domain),
  recipients: (rehearsal) => recipients(groundOf(rehearsal), sendersOf(rehearsal).domain),
  replies: (rehearsal) => replies(groundOf(rehearsal), sendersOf(rehearsal)['other domain']),
  auth: (rehearsal) => {
    const { domain, address } = sendersOf(rehearsal);
    return auth(groundOf(rehearsal), domain, address);
  },
  limits: (rehearsal) => {
    const { world, instance } = groundOf(rehearsal);
    return limitRows(world, sendersOf(rehearsal).domain, instance, rehearsal.stand.account);
  },
  enumeration: (rehearsal) => {
    const { world, instance } = groundOf(rehearsal);
    const senders = sendersOf(rehearsal);
    return enumerationRows(world, senders.domain, instance, senders['other domain']);
  },
  'brute-force': (rehearsal) => {
    const { world, instance } = groundOf(rehearsal);
    return bruteForceRows(world, sendersOf(rehearsal).domain, instance);
  },
  machine: (rehearsal) => {
    const { world, instance } = groundOf(rehearsal);
    return machineRows(world, sendersOf(rehearsal).domain, instance);
  },
} satisfies Record<string, Try>;

export type Group = keyof typeof TRIES;
export const GROUPS = Object.keys(TRIES) as readonly Group[];

export const rowsOf = (group: Group, rehearsal: Rehearsal): Promise<readonly Row[]> =>
  TRIES[group](rehearsal);
