import type { Environment } from '../config/environment';

/**
 * What the machine goes on fetching (an SSM String parameter): everything that may change without
 * touching the machine itself. Keys come in one order, so that the same config has the same hash.
 */
export function settingsDocument(environment: Environment): string {
  const { domain, dkim, users, roleAddresses, limits } = environment;
  const { postmaster, abuse, dmarc, bounces } = roleAddresses;
  return JSON.stringify({
    version: 1,
    domain,
    dkim: { selectors: dkim.selectors, active: dkim.active },
    users: users.map(({ login, senders }) => ({ login, senders })),
    forwards: { postmaster, abuse, dmarc, bounces },
    limits,
  });
}
