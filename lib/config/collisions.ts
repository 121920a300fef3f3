import { domainsOf } from './domains';
import type { Environment, HostedZone } from './environment';
import type { Finding } from './findings';
import type { Path } from './tree';

/** What two environments may not both have: each right by itself, and the second deploy would fail or undo the first. */
export function collisions(environment: Environment, earlier: readonly Environment[]): Finding[] {
  const others = earlier.flatMap(domainsOf);
  return domainsOf(environment).flatMap((each) =>
    [...sameRecords(each, others), ...sameZoneCreated(each, others)].map((finding) => ({
      ...finding,
      path: inDomain(environment, each, finding.path),
    })),
  );
}

/** Where a value of a domain stands: at the top in the short form. */
export function inDomain(environment: Environment, { domain }: { domain: string }, path: Path): Path {
  if (environment.others === undefined || path[0] === 'hostName') return path;
  return ['domains', domain, ...(path[0] === 'domain' ? path.slice(1) : path)];
}

/**
 * Route 53 makes as many zones of one name as it is asked to; the parent names the servers of one of them, and what is written
 * into the others nobody reads.
 */
function sameZoneCreated({ hostedZone }: Environment, earlier: readonly Environment[]): Finding[] {
  if (hostedZone.kind !== 'created') return [];
  const other = earlier.find(
    ({ hostedZone: zone }) => zone.kind === 'created' && zone.name === hostedZone.name,
  );
  if (other === undefined) return [];
  return [
    {
      path: ['hostedZone'],
      received: `{ create: true } of ${hostedZone.name}`,
      allowed: `a zone that environment ${other.name} does not create too: the parent zone can name only one of them`,
      remedy: `Let ${other.name} create it, deploy it, and give the others its id: hostedZone: { id: 'Z…', name: '${hostedZone.name}' }; or give each a domain of its own.`,
    },
  ];
}

/** Names of records that two environments would both write into one zone: the second deploy would fail on them. */
function sameRecords(environment: Environment, earlier: readonly Environment[]): Finding[] {
  const { hostedZone, domain, hostName, envelopeDomain } = environment;
  const taken = earlier
    .filter(({ hostedZone: zone }) => sameZone(zone, hostedZone))
    .flatMap((each) =>
      [each.domain, each.hostName, each.envelopeDomain].map((name) => ({ name, of: each.name })),
    );
  const clash = Object.entries({ domain, hostName, envelopeDomain })
    .map(([key, name]) => ({ key, name, of: taken.find((each) => each.name === name)?.of }))
    .find(({ of }) => of !== undefined);
  if (clash === undefined) return [];
  return [
    {
      path: [clash.key],
      received: JSON.stringify(clash.name),
      allowed: `a name that environment ${clash.of} does not use in the same zone`,
      remedy: 'Give each environment a domain of its own, such as staging.example.com, or a zone of its own.',
    },
  ];
}

function sameZone(one: HostedZone, two: HostedZone): boolean {
  // Elsewhere a name has one SPF record too.
  if (one.kind === 'elsewhere' || two.kind === 'elsewhere') return one.kind === two.kind;
  return one.kind === 'given' && two.kind === 'given' && one.id === two.id;
}
