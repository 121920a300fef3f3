import type { Environment } from './environment';
import type { Finding } from './findings';

/** Names of records that two environments would both write into one zone: the second deploy would fail on them. */
export function collisions(environment: Environment, earlier: readonly Environment[]): Finding[] {
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

function sameZone(one: Environment['hostedZone'], two: Environment['hostedZone']): boolean {
  return one.kind === 'given' && two.kind === 'given' && one.id === two.id;
}
