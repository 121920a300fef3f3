import { type HostedZone, ListHostedZonesByNameCommand, type Route53Client } from '@aws-sdk/client-route-53';

import { isWithin } from '../config/within';
import { told, type Told } from './told';

/** A public zone of the account. */
export interface FoundZone {
  readonly id: string;
  /** Without the trailing dot. */
  readonly name: string;
  readonly comment?: string;
}

/** The public zones that hold the domain or a parent of it, the nearest first. */
export async function zonesFor(
  route53: Pick<Route53Client, 'send'>,
  domain: string,
): Promise<Told<FoundZone[]>> {
  const found: FoundZone[] = [];
  const labels = domain.split('.');
  // A public suffix is nobody's zone, but what is one changes: the last label alone is left out.
  for (let from = 0; from < labels.length - 1; from += 1) {
    const name = labels.slice(from).join('.');
    const answer = await told('route53:ListHostedZonesByName', () =>
      route53.send(new ListHostedZonesByNameCommand({ DNSName: name })),
    );
    if (!answer.ok) return answer;
    // The listing begins at the name and goes on with others.
    found.push(
      ...(answer.value.HostedZones ?? []).filter((zone) => nameOf(zone) === name).flatMap(publicZone),
    );
  }
  return { ok: true, value: found.filter((zone) => isWithin(domain, zone.name)) };
}

function publicZone(zone: HostedZone): FoundZone[] {
  if (zone.Config?.PrivateZone === true) return [];
  const comment = zone.Config?.Comment;
  return [{ id: bareId(zone.Id), name: nameOf(zone), ...(comment ? { comment } : {}) }];
}

export const nameOf = (zone: HostedZone): string => (zone.Name ?? '').replace(/\.$/, '').toLowerCase();
export const bareId = (id: string | undefined): string => (id ?? '').replace(/^\/?hostedzone\//, '');
