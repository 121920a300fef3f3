import type { ZoneContent, ZoneRecord } from './zone-text';

export interface DnsWorld {
  /** Names with fixed addresses; `*.` for all below. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Further records of the world's own, such as the receiver's MX. */
  readonly records: readonly ZoneRecord[];
  /** Every zone of the account: its top level domain is there, whether the zone is delegated or not. */
  readonly zones: readonly string[];
  /** Zones of the account that their parent knows, with the names of their servers. */
  readonly delegations: readonly { readonly name: string; readonly nameServers: readonly string[] }[];
  /** Address to name. */
  readonly reverse: ReadonlyMap<string, string>;
  /** Address of the servers of the delegated zones. */
  readonly zonesAddress: string;
  readonly parentsAddress: string;
  readonly rootServers: Readonly<Record<string, string>>;
}

/** Serves the top level domains, and is named after the top level domain reserved for examples (RFC 2606). */
export const parentServer = 'ns.parents.example';
const ttl = 60;

/** The root and the zones of the top level domains: everything above the account's hosted zones. */
export function parentZones(world: DnsWorld): { root: ZoneContent; topLevels: ZoneContent[] } {
  const records = [
    ...world.records,
    a(parentServer, world.parentsAddress),
    ...Object.entries(world.hosts).map(([name, address]) => a(name, address)),
    ...Object.entries(world.rootServers).map(([name, address]) => a(name, address)),
    ...[...world.reverse].map(([address, name]) => ({
      name: reverseName(address),
      type: 'PTR',
      ttl,
      values: [`${name.replace(/\.$/, '')}.`],
    })),
    ...world.delegations.flatMap(({ name, nameServers }) => [
      { name, type: 'NS', ttl, values: nameServers.map((server) => `${server.replace(/\.$/, '')}.`) },
      ...nameServers.map((server) => a(server.replace(/\.$/, ''), world.zonesAddress)),
    ]),
  ];
  const unique = new Map(records.map((record) => [`${record.name} ${record.type}`, record]));
  const byTop = groupByTop([...unique.values()]);
  const tops = [...new Set([...byTop.keys(), ...world.zones.map(topLevel)])].sort();
  return {
    root: {
      name: '',
      signed: true,
      records: [
        { name: '', type: 'NS', ttl, values: Object.keys(world.rootServers).map((name) => `${name}.`) },
        ...Object.entries(world.rootServers).map(([name, address]) => a(name, address)),
        ...tops.map((name) => ({ name, type: 'NS', ttl, values: [`${parentServer}.`] })),
        a(parentServer, world.parentsAddress),
      ],
    },
    // Signed as the real ones are: without it no receiver's TLSA record would count (RFC 7672 section 2.2).
    topLevels: tops.map((name) => ({ name, signed: true, records: byTop.get(name) ?? [] })),
  };
}

export function reverseName(address: string): string {
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

function groupByTop(records: readonly ZoneRecord[]): Map<string, ZoneRecord[]> {
  const groups = new Map<string, ZoneRecord[]>();
  for (const record of records) {
    const top = topLevel(record.name);
    groups.set(top, [...(groups.get(top) ?? []), record]);
  }
  return groups;
}

function topLevel(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function a(name: string, address: string): ZoneRecord {
  return { name, type: 'A', ttl, values: [address] };
}
