import {
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';

import type { Clients } from '../../deployed/clients';
import { told, type Told } from '../../deployed/told';
import { bareId, nameOf, zonesFor } from '../../deployed/zones';
import { isWithin } from '../../config/within';
import type { Existing, NamedZone, Zone } from '../given';

type Asked = Pick<Clients, 'route53'>;

export function zone({ route53 }: Asked, id: string): Promise<Told<Zone>> {
  return told('route53:GetHostedZone', async () => {
    const { HostedZone, DelegationSet } = await route53.send(new GetHostedZoneCommand({ Id: id }));
    if (HostedZone === undefined) throw new Error(`there is no zone ${id} in the answer`);
    return {
      id: bareId(HostedZone.Id),
      name: nameOf(HostedZone),
      isPrivate: HostedZone.Config?.PrivateZone === true,
      nameServers: DelegationSet?.NameServers ?? [],
    };
  });
}

/**
 * Listed by the labels from the right, so that what lies below a name follows it.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html
 */
export function zonesAround({ route53 }: Asked, name: string): Promise<Told<readonly NamedZone[]>> {
  return told('route53:ListHostedZonesByName', async () => {
    const found: NamedZone[] = [];
    let from: { DNSName?: string | undefined; HostedZoneId?: string | undefined } = { DNSName: name };
    for (;;) {
      const page = await route53.send(new ListHostedZonesByNameCommand(from));
      const zones = (page.HostedZones ?? []).map((each) => ({
        id: bareId(each.Id),
        name: nameOf(each),
        isPrivate: each.Config?.PrivateZone === true,
      }));
      found.push(...zones.filter((each) => isWithin(each.name, name)));
      if (page.IsTruncated !== true || !zones.every((each) => isWithin(each.name, name))) break;
      from = { DNSName: page.NextDNSName, HostedZoneId: page.NextHostedZoneId };
    }
    for (let above = parentOf(name); above.includes('.'); above = parentOf(above)) {
      const page = await route53.send(new ListHostedZonesByNameCommand({ DNSName: above }));
      found.push(
        ...(page.HostedZones ?? [])
          .filter((each) => nameOf(each) === above && each.Config?.PrivateZone === true)
          .map((each) => ({ id: bareId(each.Id), name: above, isPrivate: true })),
      );
    }
    return found;
  });
}

const parentOf = (name: string) => name.slice(name.indexOf('.') + 1);

export async function zonesNamed(clients: Asked, name: string): Promise<Told<readonly Zone[]>> {
  const found = await zonesFor(clients.route53, name);
  if (!found.ok) return found;
  const zones: Zone[] = [];
  for (const { id } of found.value.filter((each) => each.name === name)) {
    const answer = await zone(clients, id);
    if (!answer.ok) return answer;
    zones.push(answer.value);
  }
  return { ok: true, value: zones };
}

export function recordSets({ route53 }: Asked, id: string): Promise<Told<readonly Existing[]>> {
  return told('route53:ListResourceRecordSets', async () => {
    const sets: ResourceRecordSet[] = [];
    let from: { StartRecordName?: string | undefined; StartRecordType?: ResourceRecordSet['Type'] } = {};
    for (;;) {
      const page = await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: id, ...from }));
      sets.push(...(page.ResourceRecordSets ?? []));
      if (page.IsTruncated !== true) break;
      from = { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType };
    }
    return sets.map(({ Name = '', Type = '', ResourceRecords = [] }) => ({
      name: Name.replace(/\.$/, '').toLowerCase(),
      type: Type,
      values: ResourceRecords.map(({ Value = '' }) => Value),
    }));
  });
}
