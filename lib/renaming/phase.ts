import type { Environment } from '../config/environment';
import { kept } from '../config/former';
import { movingFrom } from '../config/host-names';

/** Where a rename of the host stands, read off the config alone. */
export type Phase = 'none' | 'publishing' | 'published' | 'reversed' | 'switched';

export const PHASES: Readonly<Record<Phase, string>> = {
  none: 'no rename of the host is under way',
  publishing: 'the new host name is being made known',
  published: 'resolvers forget that there was no such name',
  reversed: 'the address answers with the new host name',
  switched: 'the server greets by the new host name, and clients of the old one reach it still',
};

export function phaseOf(environment: Pick<Environment, 'former' | 'hostName' | 'domain' | 'envelopeDomain'>) {
  const { moving } = movingFrom(environment) ?? {};
  if (moving === undefined) return givenUp(environment) === undefined ? 'none' : 'switched';
  if (moving.reversed) return 'reversed';
  return moving.published === undefined ? 'publishing' : 'published';
}

/** The entry of a host name that is kept for its clients alone: all other names of it are in force. */
export function givenUp(environment: Pick<Environment, 'former' | 'hostName' | 'domain' | 'envelopeDomain'>) {
  const { domain, envelopeDomain, hostName } = environment;
  return kept(environment).findLast(
    (entry) =>
      entry.moving === undefined &&
      entry.domain === domain &&
      entry.envelopeDomain === envelopeDomain &&
      entry.hostName !== hostName,
  );
}
