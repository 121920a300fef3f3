import type { Environment, HostedZone, SendingDomain } from './environment';
import { isWithin } from './within';

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

/** Whether it is in the account of the deploy. */
export const isOwn = (zone: HostedZone): boolean => zone.kind !== 'elsewhere' && roleOf(zone) === undefined;

/** By which a zone of another account is written. */
export const roleOf = (zone: HostedZone): string | undefined =>
  zone.kind === 'given' ? zone.role : undefined;

/** A zone that Kitte creates, and the zone above it that another domain of the config names. */
export interface Delegation {
  readonly zone: Extract<HostedZone, { kind: 'created' }>;
  readonly parent: HostedZone;
  /** Whose zone the parent is. */
  readonly domain: string;
}

/**
 * The zones that Kitte creates below one that the config names too: who writes the records of that one can enter the name servers
 * there. The nearest is the parent.
 */
export function delegationsOf(environment: Environment): readonly Delegation[] {
  const views = domainsOf(environment);
  return zonesOf(environment).flatMap((zone) => {
    // One with a parent of this account is delegated where it is created.
    if (zone.kind !== 'created' || zone.parent !== undefined) return [];
    const [nearest] = views
      .filter(({ hostedZone: { name } }) => name !== zone.name && isWithin(zone.name, name))
      .sort((one, two) => two.hostedZone.name.length - one.hostedZone.name.length);
    return nearest === undefined ? [] : [{ zone, parent: nearest.hostedZone, domain: nearest.domain }];
  });
}

/** Below a zone that a role writes into, a created one is delegated by the deploy itself, and nobody need say so. */
export function delegatedByRole(environment: Environment): Environment {
  const byRole = new Set(
    delegationsOf(environment).flatMap(({ zone, parent }) =>
      parent.kind === 'given' && parent.role !== undefined ? [zone.name] : [],
    ),
  );
  if (byRole.size === 0) return environment;
  const told = (zone: HostedZone): HostedZone =>
    zone.kind === 'created' && byRole.has(zone.name) ? { ...zone, delegated: true } : zone;
  const { hostZone, hostedZone, others } = environment;
  return {
    ...environment,
    hostedZone: told(hostedZone),
    ...(hostZone === undefined ? {} : { hostZone: told(hostZone) }),
    ...(others === undefined
      ? {}
      : { others: others.map((other) => ({ ...other, hostedZone: told(other.hostedZone) })) }),
  };
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
