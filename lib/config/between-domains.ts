import { domainsOf } from './domains';
import type { Environment } from './environment';
import { type Finding, findingOf } from './findings';
import { forwardsOf, takenBy } from './forward-loops';
import { domainOf } from './schema/mail-address';
import type { Path } from './tree';

/** What must hold between the domains of one server, each right by itself. */
export function betweenDomains(environment: Environment): Finding[] {
  const domains = domainsOf(environment);
  const roles = sameRoles(environment, domains);
  if (domains.length === 1) return roles;
  return [
    ...roles,
    ...sameNames(domains),
    ...sameLogins(domains),
    ...sameZones(domains),
    ...forwardsAmong(domains),
  ];
}

/** One record set of a name has all its TXT values: two domains cannot both write it. */
function sameNames(domains: readonly Environment[]): Finding[] {
  const taken = new Map([[domains[0]?.hostName ?? '', 'the server itself']]);
  return domains.flatMap(({ domain, envelopeDomain }, index) =>
    [...new Set([domain, envelopeDomain])].flatMap((name) => {
      const other = taken.get(name);
      const isOfFirst = index === 0 && other === 'the server itself';
      if (other === undefined || isOfFirst) {
        taken.set(name, domain);
        return [];
      }
      const path: Path = ['domains', domain, ...(name === domain ? [] : ['envelopeDomain'])];
      return [
        findingOf(
          path,
          name,
          `a name that ${other} does not have already`,
          'Give each domain names of its own.',
        ),
      ];
    }),
  );
}

function sameLogins(domains: readonly Environment[]): Finding[] {
  const taken = new Map<string, string>();
  return domains.flatMap(({ domain, users }) =>
    users.flatMap(({ login }, index) => {
      const other = taken.get(login);
      taken.set(login, other ?? domain);
      if (other === undefined) return [];
      return [
        findingOf(
          ['domains', domain, 'users', index, 'login'],
          login,
          `each login once in all domains: ${other} has it too`,
          `Rename one, or let one login send as both: users: [{ login: '${login}', senders: ['@${other}', '@${domain}'] }] at the top.`,
        ),
      ];
    }),
  );
}

function sameZones(domains: readonly Environment[]): Finding[] {
  const created = new Map<string, string>();
  return domains.flatMap(({ domain, hostedZone }) => {
    if (hostedZone.kind !== 'created') return [];
    const other = created.get(hostedZone.name);
    created.set(hostedZone.name, other ?? domain);
    if (other === undefined) return [];
    return [
      findingOf(
        ['domains', domain, 'hostedZone'],
        hostedZone.name,
        `a zone that ${other} does not create too`,
        `Deploy ${other} first, and give ${domain} the zone's id and name.`,
      ),
    ];
  });
}

/** A zone is in one account: it cannot be written with a role here and without one, or with another one, there. */
function sameRoles(environment: Environment, domains: readonly Environment[]): Finding[] {
  const host = environment.hostZone;
  const known = new Map(host?.kind === 'given' ? [[host.id, { of: 'hostZone', role: host.role }]] : []);
  return domains.flatMap(({ domain, hostedZone: zone }) => {
    if (zone.kind !== 'given') return [];
    const other = known.get(zone.id) ?? { of: domain, role: zone.role };
    known.set(zone.id, other);
    if (other.role === zone.role) return [];
    const said = (role: string | undefined) => (role === undefined ? 'no role' : `the role ${role}`);
    return [
      findingOf(
        [...(domains.length === 1 ? [] : ['domains', domain]), 'hostedZone', 'role'],
        zone.role,
        `${said(other.role)} for the zone ${zone.id}, as ${other.of} has it: a zone is in one account`,
        'Give the same role wherever the zone is named, or the id of the right zone.',
      ),
    ];
  });
}

/** A forward to another domain of the same server comes back to it. */
function forwardsAmong(domains: readonly Environment[]): Finding[] {
  return domains.flatMap((each) => {
    const others = domains.filter((other) => other !== each).flatMap(takenBy);
    return forwardsOf(each).flatMap(({ path, address }) =>
      others.includes(domainOf(address)) && !takenBy(each).includes(domainOf(address))
        ? [
            findingOf(
              ['domains', each.domain, ...path],
              address,
              `an address outside ${[...new Set(others)].join(' and ')}, whose mail comes to this very server`,
              'Give an address elsewhere, or leave it out to keep the mail in a mailbox on the machine.',
            ),
          ]
        : [],
    );
  });
}
