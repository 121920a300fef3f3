import { absolute } from '../stores/hosted-zones';
import type { Change, HostedZone } from '../stores/hosted-zones';
import type { RecordSet } from '../stores/rdata';
import type { ResourceAccount } from '../resource-account';
import type { Value, Values } from '../values';
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

function zoneOf(account: ResourceAccount, properties: Values): HostedZone {
  const id = optionalText(properties['HostedZoneId']);
  if (id !== undefined) return account.zones.get(id);
  const name = absolute(asText(properties['HostedZoneName']));
  const found = account.zones.all().find((zone) => zone.name === name);
  if (!found) throw new Error(`No hosted zones named ${name} found`);
  return found;
}

/** CloudFormation waits until the change is INSYNC. */
async function change(account: ResourceAccount, zone: HostedZone, changes: readonly Change[]) {
  if (changes.length === 0) return;
  const id = account.zones.change(zone.id, changes);
  for (const { action, record } of changes)
    account.event('route53', `${action} ${record.name} ${record.type}`);
  await account.zones.insync(id);
}

const recordsOf = (properties: Values) =>
  ((properties['RecordSets'] ?? []) as Value[]).map((each) => recordOf(asObject(each)));

const isSame = (one: RecordSet, two: RecordSet) => one.name === two.name && one.type === two.type;

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
      await change(place.account, zoneOf(place.account, properties), [{ action: 'CREATE', record }]);
      return { id: record.name.slice(0, -1) };
    },
    async update(id, properties, _old, _changes, place) {
      await change(place.account, zoneOf(place.account, properties), [
        { action: 'UPSERT', record: recordOf(properties) },
      ]);
      return { id };
    },
    async delete(_id, properties, place) {
      await change(place.account, zoneOf(place.account, properties), [
        { action: 'DELETE', record: recordOf(properties) },
      ]);
    },
  },
  // One batch of changes a request: all of it or nothing.
  'AWS::Route53::RecordSetGroup': {
    properties: words('Comment HostedZoneId HostedZoneName RecordSets'),
    async create(properties, place) {
      await change(
        place.account,
        zoneOf(place.account, properties),
        recordsOf(properties).map((record) => ({ action: 'CREATE', record })),
      );
      return { id: place.generateName(255) };
    },
    async update(id, properties, old, _changes, place) {
      const [now, before] = [recordsOf(properties), recordsOf(old)];
      await change(place.account, zoneOf(place.account, properties), [
        ...before
          .filter((record) => !now.some((each) => isSame(each, record)))
          .map((record): Change => ({ action: 'DELETE', record })),
        ...now.map((record): Change => ({
          action: before.some((each) => isSame(each, record)) ? 'UPSERT' : 'CREATE',
          record,
        })),
      ]);
      return { id };
    },
    async delete(_id, properties, place) {
      await change(
        place.account,
        zoneOf(place.account, properties),
        recordsOf(properties).map((record) => ({ action: 'DELETE', record })),
      );
    },
  },
};
