import { inDomain } from './collisions';
import { domainsOf, loginsOf } from './domains';
import type { Environment } from './environment';
import type { Finding } from './findings';
import { maySendAs } from './ownership';
import { domainOf } from './schema/mail-address';
import type { Path } from './tree';

/** Every address that an environment forwards to, and where the config says so. */
export function forwardsOf({ roleAddresses, replies }: Environment): { path: Path; address: string }[] {
  const all: [Path, string | undefined][] = [
    ...Object.entries(roleAddresses).map(([role, address]): [Path, string] => [
      ['roleAddresses', role],
      address,
    ]),
    [['replies'], replies],
  ];
  return all.flatMap(([path, address]) => (address === undefined ? [] : [{ path, address }]));
}

/** The domains whose mail comes to an environment's server: its own name by its A record, whoever else's it takes. */
export const takenBy = ({ served, hostName }: Environment): string[] => [...served, hostName];

interface Loop extends Finding {
  readonly environment: Environment;
}

/**
 * Forwards that come back by the forward of another environment's server. Each by itself is right; mail would go round until a
 * server counts too many hops, and the notice of that would go round too. One finding a round, where it begins.
 */
export function forwardLoops(environments: readonly Environment[]): Loop[] {
  const told = new Set<string>();
  const domains = environments.flatMap((environment) =>
    domainsOf(environment).map((seen) => ({ environment, seen: { ...seen, users: loginsOf(environment) } })),
  );
  return domains.flatMap(({ environment, seen }) =>
    forwardsOf(seen).flatMap(({ path, address }) => {
      const chain = chainFrom(
        domains.map((each) => each.seen),
        seen,
        address,
      );
      const key = chain
        .map(({ to }) => to)
        .sort()
        .join(' ');
      if (chain.length === 0 || told.has(key)) return [];
      told.add(key);
      return [{ environment, ...finding(environment, inDomain(environment, seen, path), address, chain) }];
    }),
  );
}

interface Step {
  readonly at: Environment;
  readonly to: string;
}

/** From server to server until it is back at the first; nothing where it ends elsewhere, or goes round without it. */
function chainFrom(environments: readonly Environment[], first: Environment, address: string): Step[] {
  const steps: Step[] = [{ at: first, to: address }];
  for (let to = address; ;) {
    const at = environments.find((each) => takenBy(each).includes(domainOf(to)));
    if (at === undefined) return [];
    if (at.name === first.name) return steps;
    const next = onwards(at, to);
    if (next === undefined || steps.some((step) => step.to === next)) return [];
    steps.push({ at, to: next });
    to = next;
  }
}

/** Where the server of this environment sends what it takes for this address: as maps.py and replies.py of the machine have it. */
function onwards(environment: Environment, address: string): string | undefined {
  const { served, envelopeDomain, domain, roleAddresses, replies, users } = environment;
  const [at, local] = [domainOf(address), address.slice(0, address.lastIndexOf('@')).toLowerCase()];
  if (Object.hasOwn(ROLES, local) && (served.includes(at) || local === 'postmaster'))
    return roleAddresses[local as keyof typeof ROLES];
  // An address of the domain stands for its return path at the envelope domain too.
  const domains = at === envelopeDomain ? [at, domain] : [at];
  const owned = users.some((user) =>
    domains.some((name) => maySendAs(environment, user, `${local}@${name}`)),
  );
  return served.includes(at) && owned ? replies : undefined;
}

const ROLES = { postmaster: true, abuse: true, dmarc: true, bounces: true };

function finding({ name }: Environment, path: Path, address: string, chain: readonly Step[]): Finding {
  const way = chain.map(({ at, to }) => `${at.name} forwards to ${to}`).join(', ');
  return {
    path,
    received: JSON.stringify(address),
    allowed: `an address whose mail does not come back to environment ${name}: ${way}, which is ${name} again`,
    remedy: 'Give one of them an address at a provider, or leave it out to keep the mail on its machine.',
  };
}
