import { absolute } from '../stores/hosted-zones';
import type { HostedZone, RecordSet } from '../stores/hosted-zones';
import type { LocalAccount } from '../local-account';
import type { Values } from '../values';
import { asObject, asText, optionalText, texts } from '../values';
import type { Providers } from './provider';
import { words } from './provider';

function recordOf(properties: Values): RecordSet {
  return {
    name: absolute(asText(properties['Name'])),
    type: asText(properties['Type']),
    ttl: Number(properties['TTL'] ?? NaN),
    values: texts(properties['ResourceRecords']),
  };
}

function zoneOf(account: LocalAccount, properties: Values): HostedZone {
  const id = optionalText(properties['HostedZoneId']);
  if (id !== undefined) return account.zones.get(id);
  const name = absolute(asText(properties['HostedZoneName']));
  const found = account.zones.all().find((zone) => zone.name === name);
  if (!found) throw new Error(`No hosted zones named ${name} found`);
  return found;
}

/** CloudFormation waits until the change is INSYNC. */
async function change(
  account: LocalAccount,
  zone: HostedZone,
  action: 'CREATE' | 'UPSERT' | 'DELETE',
  record: RecordSet,
) {
  const id = account.zones.change(zone.id, [{ action, record }]);
  account.event('route53', `${action} ${record.name} ${record.type}`);
  await account.zones.insync(id);
}

const zoneAttributes = (zone: HostedZone) => ({ Id: zone.id, NameServers: [...zone.nameServers] });

export const dns: Providers = {
  'AWS::Route53::HostedZone': {
    properties: words('HostedZoneConfig HostedZoneTags Name'),
    async create(properties, place) {
      const comment = optionalText(asObject(properties['HostedZoneConfig'])['Comment']);
      const zone = place.account.zones.create(asText(properties['Name']), comment);
      await place.account.dnsChanged();
      return { id: zone.id, attributes: zoneAttributes(zone) };
    },
    update: (id, _properties, _old, _changes, place) => ({
      id,
      attributes: zoneAttributes(place.account.zones.get(id)),
    }),
    async delete(id, _properties, place) {
      place.account.zones.delete(id);
      await place.account.dnsChanged();
    },
  },
  'AWS::Route53::RecordSet': {
    properties: words('Comment HostedZoneId HostedZoneName Name ResourceRecords TTL Type'),
    async create(properties, place) {
      const record = recordOf(properties);
      await change(place.account, zoneOf(place.account, properties), 'CREATE', record);
      return { id: record.name.slice(0, -1) };
    },
    async update(id, properties, _old, _changes, place) {
      await change(place.account, zoneOf(place.account, properties), 'UPSERT', recordOf(properties));
      return { id };
    },
    async delete(_id, properties, place) {
      await change(place.account, zoneOf(place.account, properties), 'DELETE', recordOf(properties));
    },
  },
};
