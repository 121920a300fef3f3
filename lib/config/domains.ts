import type { Environment, SendingDomain } from './environment';

/** The environment as each of its domains sees it, the first one first. */
export function domainsOf(environment: Environment): readonly Environment[] {
  const { others = [], ...first } = environment;
  return [first, ...others.map((other) => seenBy(first, other))];
}

/** As one of its domains sees it: what only some domains have is not taken over from the first. */
function seenBy(first: Environment, other: SendingDomain): Environment {
  const shared = omitted(first, ['exchangers', 'replies', 'domainTxt', 'former']);
  // While the host name moves, MX and SRV of every domain lead to the one in force; nothing else of before is another's.
  const moving = first.former?.filter((entry) => entry.moving !== undefined && !entry.over);
  return {
    ...shared,
    ...(moving === undefined || moving.length === 0 ? {} : { former: moving }),
    ...{ beside: true, hostZone: hostZoneOf(first), ...other },
  };
}

/** What an environment says of its first domain. */
export function sendingDomain(environment: Environment): SendingDomain {
  const { domain, hostedZone, envelopeDomain, mxSaid, mx, served, exchangers, replies, domainTxt } =
    environment;
  const { spf, dkim, dmarc, users, roleAddresses, route } = environment;
  return {
    ...{ domain, hostedZone, envelopeDomain, mxSaid, mx, served },
    ...(exchangers === undefined ? {} : { exchangers }),
    ...(replies === undefined ? {} : { replies }),
    ...(domainTxt === undefined ? {} : { domainTxt }),
    ...{ spf, dkim, dmarc, users, roleAddresses, route },
  };
}

/** The zone of the server's own names: that of the first domain, unless it has one of its own. */
export function hostZoneOf({
  hostZone,
  hostedZone,
}: Pick<Environment, 'hostZone' | 'hostedZone'>): NonNullable<Environment['hostZone']> {
  return hostZone ?? hostedZone;
}

/** Every zone that holds records of the environment, each once: the host's first. */
export function zonesOf(environment: Environment): readonly Environment['hostedZone'][] {
  const all = [hostZoneOf(environment), ...domainsOf(environment).map(({ hostedZone }) => hostedZone)];
  return [...new Map(all.map((zone) => [zone.kind === 'given' ? zone.id : zone.name, zone])).values()];
}

/** Every login of the server, with the domain that it belongs to. */
export function loginsOf(environment: Environment) {
  return domainsOf(environment).flatMap(({ domain, users }) => users.map((user) => ({ ...user, domain })));
}

function omitted<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
}
