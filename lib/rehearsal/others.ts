import { domainsOf } from '../config/domains';
import type { Environment } from '../config/environment';

/** What there was of a domain's mail before Kitte came, as far as the config leaves it to others. */
export interface Others {
  /** Names of the given zone that have an MX of their own already. */
  readonly answered: readonly string[];
  /** Host names of the exchangers that the config publishes. */
  readonly exchangers: readonly string[];
  /** Domains whose mail arrives at somebody else's server. */
  readonly taken: readonly string[];
}

/**
 * A rehearsal knows nothing of what a zone holds in public DNS. Where the config says that others take the mail
 * (`mx: false`), or leaves the MX of a zone's own name as it is, somebody does: `kitte preflight` looks whether it is so. A
 * domain below the zone, of which nothing is said, has nobody.
 */
export function othersOf(environment: Environment): Others {
  const all = domainsOf(environment).map(othersOfDomain);
  return {
    answered: all.flatMap(({ answered }) => answered),
    exchangers: all.flatMap(({ exchangers }) => exchangers),
    taken: all.flatMap(({ taken }) => taken),
  };
}

function othersOfDomain(environment: Environment): Others {
  const { domain, envelopeDomain, hostedZone, mxSaid, served, exchangers } = environment;
  const left = [...new Set([domain, envelopeDomain])].filter((name) => !served.includes(name));
  const answered =
    hostedZone.kind === 'created' || exchangers !== undefined
      ? []
      : left.filter((name) => mxSaid || name === hostedZone.name);
  return {
    answered,
    exchangers: (exchangers ?? []).map((exchanger) => exchanger.split(' ')[1] ?? ''),
    taken: [...answered, ...(exchangers === undefined ? [] : [domain])],
  };
}
