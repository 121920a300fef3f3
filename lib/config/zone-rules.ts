import { hostZoneOf, isOwn, roleOf } from './domains';
import type { Environment, HostedZone } from './environment';
import { type Finding, findingOf } from './findings';
import { isWithin } from './within';

/** Which zone a name may be in, and which zone hands another one on. */
export function namesInZone({ hostedZone, domain, envelopeDomain }: Environment): Finding[] {
  // Where a person enters the records, Kitte has no zone that they must be in.
  if (hostedZone.kind === 'elsewhere') return [];
  const { name: zone } = hostedZone;
  return Object.entries({ domain, envelopeDomain }).flatMap(([key, name]) => outside(key, name, zone));
}

export const parentAbove = ({ hostedZone }: Environment) => delegatedFromAbove('hostedZone', hostedZone);

export const parentOfHostAbove = ({ hostZone }: Environment) =>
  hostZone === undefined ? [] : delegatedFromAbove('hostZone', hostZone);

function delegatedFromAbove(key: string, zone: HostedZone): Finding[] {
  if (zone.kind !== 'created' || zone.parent === undefined) return [];
  const { name, parent } = zone;
  if (parent.name !== name && isWithin(name, parent.name)) return [];
  return [
    findingOf(
      [key, 'parent', 'name'],
      parent.name,
      `a name above ${name}, because its delegation goes into that zone`,
      `Give the zone that holds ${name} now, such as ${name.slice(name.indexOf('.') + 1)}.`,
    ),
  ];
}

/** The certificate comes by DNS-01: the machine itself writes into the zone of its name, and nobody else's. */
export function hostInZone(environment: Environment): Finding[] {
  const zone = hostZoneOf(environment);
  if (!isOwn(zone)) {
    const where =
      zone.kind === 'elsewhere'
        ? 'is not in Route 53'
        : `is in another account, by the role ${String(roleOf(zone))}`;
    return [
      findingOf(
        ['hostZone'],
        undefined,
        `a zone in Route 53 in this account for the server's own name ${environment.hostName}, whose certificate is proved there: the zone of ${environment.domain} ${where}`,
        `Add hostZone: { create: true, name: '${environment.hostName}' }. ` +
          (zone.kind === 'elsewhere'
            ? `After the deploy \`kitte zone\` prints its NS records: enter them at the DNS of ${environment.domain}, add delegated: true to it and deploy again.`
            : `The role writes its NS records into the zone of ${environment.domain}.`),
      ),
    ];
  }
  return outside('hostName', environment.hostName, hostZoneOf(environment).name);
}

function outside(key: string, name: string, zone: string): Finding[] {
  if (isWithin(name, zone)) return [];
  return [
    findingOf(
      [key],
      name,
      `${zone} or a name below it, because its records go into that zone`,
      key === 'domain'
        ? 'Set hostedZone.name to the zone that holds the domain.'
        : `Choose a name below ${zone}, or leave it out.`,
    ),
  ];
}
