import { randomBytes } from 'node:crypto';
import { ApiError } from '../errors';
import type { Zone } from '../fleet';
import type { RecordSet } from './rdata';
import { assertRdata } from './rdata';

export interface HostedZone {
  readonly id: string;
  readonly name: string;
  readonly nameServers: readonly string[];
  readonly comment: string | undefined;
  /** Of a VPC: the world never sees it. */
  readonly isPrivate: boolean;
  records: RecordSet[];
}

export interface Change {
  readonly action: 'CREATE' | 'UPSERT' | 'DELETE';
  readonly record: RecordSet;
}

const same = (a: RecordSet, b: RecordSet) => a.name === b.name && a.type === b.type;

export const absolute = (name: string) => (name.endsWith('.') ? name : `${name}.`).toLowerCase();

/** Route 53: zones and their records; every change tells the world and is INSYNC once the world has it. */
export class HostedZones {
  private readonly zones = new Map<string, HostedZone>();
  private readonly changes = new Map<string, { insync: boolean; done: Promise<void> }>();

  /** `given`: how many pairs of name servers there are by now. */
  constructor(
    private readonly changed: () => Promise<void>,
    private readonly given = { nameServers: 0 },
  ) {}

  create(
    name: string,
    comment?: string,
    id = `Z${randomBytes(10).toString('hex').toUpperCase()}`,
    isPrivate = false,
  ): HostedZone {
    const nameServers = this.freshNameServers();
    const zone: HostedZone = {
      id,
      name: absolute(name),
      nameServers,
      comment,
      isPrivate,
      records: [
        { name: absolute(name), type: 'NS', ttl: 172800, values: nameServers.map(absolute) },
        {
          name: absolute(name),
          type: 'SOA',
          ttl: 900,
          values: [`${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
        },
      ],
    };
    this.zones.set(id, zone);
    return zone;
  }

  /** Others for each zone, as on Route 53: two zones of one name are told apart by them. */
  private freshNameServers(): string[] {
    this.given.nameServers += 1;
    const { nameServers: made } = this.given;
    return [2 * made - 1, 2 * made].map(
      (number) => `ns-${String(number)}.awsdns-${String(number).padStart(2, '0')}.example`,
    );
  }

  get(id: string): HostedZone {
    const zone = this.zones.get(id.replace(/^\/?hostedzone\//, ''));
    if (!zone) throw new ApiError('NoSuchHostedZone', `No hosted zone found with ID: ${id}`, 404);
    return zone;
  }

  delete(id: string): void {
    const zone = this.get(id);
    const left = zone.records.filter(
      (record) => record.name !== zone.name || !['NS', 'SOA'].includes(record.type),
    );
    if (left.length > 0) {
      throw new ApiError(
        'HostedZoneNotEmpty',
        `The specified hosted zone contains non-required resource record sets and so cannot be deleted: ${left.map((record) => `${record.name} ${record.type}`).join(', ')}`,
      );
    }
    this.zones.delete(zone.id);
  }

  /** All or nothing, as Route 53 does. */
  change(zoneId: string, changes: readonly Change[]): string {
    const zone = this.get(zoneId);
    const problems: string[] = [];
    let records = zone.records;
    for (const { action, record } of changes) {
      const old = records.find((other) => same(other, record));
      const label = `[name='${record.name}', type='${record.type}']`;
      if (record.name !== zone.name && !record.name.endsWith(`.${zone.name}`)) {
        problems.push(`RRSet with DNS name ${record.name} is not permitted in zone ${zone.name}`);
        continue;
      }
      problems.push(...assertRdata(record));
      if (action === 'CREATE' && old) {
        problems.push(`Tried to create resource record set ${label} but it already exists`);
      }
      if (action === 'DELETE' && (!old || old.ttl !== record.ttl || !sameValues(old, record))) {
        problems.push(
          `Tried to delete resource record set ${label} but ${old ? 'the values provided do not match the current values' : 'it was not found'}`,
        );
      }
      records = records.filter((other) => !same(other, record));
      if (action !== 'DELETE') records = [...records, record];
    }
    problems.push(...cnameConflicts(records));
    if (problems.length > 0) throw new ApiError('InvalidChangeBatch', `[${problems.join(', ')}]`);
    zone.records = records;
    return this.publish();
  }

  /** The id of a change that is PENDING until the world has taken it over. */
  publish(): string {
    const id = `C${randomBytes(10).toString('hex').toUpperCase()}`;
    const change = { insync: false, done: this.changed() };
    this.changes.set(id, change);
    change.done.then(
      () => (change.insync = true),
      () => undefined,
    );
    return id;
  }

  statusOf(changeId: string): 'PENDING' | 'INSYNC' {
    return this.found(changeId).insync ? 'INSYNC' : 'PENDING';
  }

  /** Resolves when the world has taken the change over. */
  insync(changeId: string): Promise<void> {
    return this.found(changeId).done;
  }

  private found(changeId: string) {
    const change = this.changes.get(changeId.replace(/^\/?change\//, ''));
    if (!change) throw new ApiError('NoSuchChange', `Could not find resource with ID: ${changeId}`, 404);
    return change;
  }

  all(): HostedZone[] {
    return [...this.zones.values()];
  }

  snapshot(): Zone[] {
    return this.all()
      .filter(({ isPrivate }) => !isPrivate)
      .map(({ id, name, nameServers, records }) => ({
        id,
        name: name.slice(0, -1),
        nameServers,
        records: records.map((record) => ({ ...record, name: record.name.slice(0, -1) })),
      }));
  }
}

function sameValues(a: RecordSet, b: RecordSet): boolean {
  return [...a.values].sort().join('\n') === [...b.values].sort().join('\n');
}

/** RFC 1034, 3.6.2: a CNAME stands alone. */
function cnameConflicts(records: readonly RecordSet[]): string[] {
  return records
    .filter((record) => record.type === 'CNAME')
    .filter((record) => records.some((other) => other.name === record.name && other.type !== 'CNAME'))
    .map(
      (record) =>
        `RRSet of type CNAME with DNS name ${record.name} is not permitted beside other records of that name`,
    );
}
