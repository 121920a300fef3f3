import { clientsFor } from '../deployed/clients';
import { deployedServer } from '../deployed/server';
import type { Untold } from '../deployed/told';
import { delegationsOf, domainsOf, roleOf } from '../config/domains';
import type { Environment } from '../config/environment';
import type { KnownFacts } from '../dns/listing';
import { createdServers } from '../preflight/in-zone';

/** What a deploy has made that a person must enter somewhere. */
export interface ZoneFacts {
  readonly address?: string;
  /** TXT RDATA by selector, by domain. */
  readonly dkim: ReadonlyMap<string, KnownFacts['dkim'] & {}>;
  /** Of zones that the deploy creates. */
  readonly nameServers: ReadonlyMap<string, readonly string[]>;
  /** Why something is not known, in sentences. */
  readonly notes: readonly string[];
}

export const NOTHING_KNOWN: ZoneFacts = { dkim: new Map(), nameServers: new Map(), notes: [] };

/** Whether a person enters records of it: only then the account is asked. */
export const isByHand = (environment: Environment): boolean =>
  domainsOf(environment).some(({ hostedZone }) => hostedZone.kind === 'elsewhere') ||
  delegationsByHand(environment).length > 0;

/** Zones that Kitte creates below one of the config that no role writes into. */
export const delegationsByHand = (environment: Environment) =>
  delegationsOf(environment).filter(({ parent }) => roleOf(parent) === undefined);

/** Of the account, as far as it tells. */
export async function factsInAccount(environment: Environment): Promise<ZoneFacts> {
  const server = deployedServer(environment, clientsFor(environment.region));
  const [address, foundation] = await Promise.all([server.address(), server.foundation()]);
  const notes = new Set<string>();
  const note = (untold: Untold) => notes.add(noteOf(untold));
  if (!address.ok) note(address);
  const dkim = new Map<string, Record<string, string>>();
  // Where the first question is not answered, the others would not be.
  const views = address.ok ? domainsOf(environment) : [];
  for (const { domain, hostedZone, dkim: keys } of views) {
    if (hostedZone.kind !== 'elsewhere') continue;
    const found: Record<string, string> = {};
    for (const selector of keys.selectors) {
      const key = await server.dkimKey(selector, domain);
      if (key.ok) found[selector] = key.value.value;
      else if (key.because !== 'absent') note(key);
    }
    dkim.set(domain, found);
  }
  const nameServers = new Map(
    delegationsByHand(environment).flatMap(({ zone: { name } }) => {
      const servers = foundation.ok
        ? createdServers(foundation.value, name, domainsOf(environment))
        : undefined;
      return servers === undefined || servers.length === 0 ? [] : [[name, servers] as const];
    }),
  );
  return { ...(address.ok ? { address: address.value } : {}), dkim, nameServers, notes: [...notes] };
}

function noteOf({ because, reason, remedy }: Untold): string {
  if (because === 'absent')
    return 'Nothing is deployed yet: deploy, and print this again, which has address, keys and name servers then.';
  return `Address, keys and name servers are not known: ${reason} ${remedy?.en ?? 'Print this again with credentials of the account.'}`;
}
