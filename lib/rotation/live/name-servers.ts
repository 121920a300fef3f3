import type { DecodedPacket, SoaAnswer, TxtAnswer } from 'dns-packet';

import { keyOf } from '../../checks/dkim';
import type { Lookup } from '../../checks/probe';
import type { Answer, Known } from '../seen';
import { question } from '../../checks/live/dns-question';

export interface NameServer {
  readonly server: string;
  readonly address: string;
}

/** Every name server of a zone with each of its addresses; one without an address stays, and cannot be asked. */
export async function nameServersOf(zone: string, lookup: Lookup): Promise<NameServer[]> {
  const servers = [...(await lookup(zone, 'NS'))].sort();
  const each = servers.map(async (server) => {
    const addresses = await lookup(server, 'A');
    return (addresses.length === 0 ? [''] : addresses).map((address) => ({ server, address }));
  });
  return (await Promise.all(each)).flat();
}

export type Ask = typeof question;

/** A selector's record, as this server itself has it. */
export async function keyAt(at: NameServer, name: string, ask: Ask = question): Promise<Answer> {
  try {
    const packet = authoritative(await asked(at, name, 'TXT', ask), name);
    const records = (packet.answers ?? []).filter(
      (record): record is TxtAnswer => record.type === 'TXT' && same(record.name, name),
    );
    const [record] = records;
    if (record === undefined) {
      if ((packet.answers ?? []).length > 0) throw new Error('an alias in place of the record');
      return at;
    }
    if (records.length > 1) throw new Error(`${String(records.length)} records of one selector`);
    return { ...at, key: keyOf(textOf(record)), ...(record.ttl === undefined ? {} : { ttl: record.ttl }) };
  } catch (error) {
    return { ...at, error: wordsOf(error) };
  }
}

/** The longest that any of the servers lets a resolver remember that a name does not exist (RFC 2308 section 5). */
export async function negativeTtlOf(
  servers: readonly NameServer[],
  zone: string,
  ask: Ask = question,
): Promise<Known<number>> {
  try {
    const each = servers.map(async (at) => {
      const { answers = [] } = authoritative(await asked(at, zone, 'SOA', ask), zone);
      const soa = answers.find((record): record is SoaAnswer => record.type === 'SOA');
      if (soa === undefined) throw new Error(`${at.server} has no SOA record of ${zone}`);
      return Math.min(soa.ttl ?? Infinity, soa.data.minimum ?? Infinity);
    });
    const all = await Promise.all(each);
    return all.length === 0 ? { unknown: `${zone} has no name servers` } : { value: Math.max(...all) };
  } catch (error) {
    return { unknown: wordsOf(error) };
  }
}

export function asked({ server, address }: NameServer, name: string, type: 'A' | 'TXT' | 'SOA', ask: Ask) {
  if (address === '') throw new Error(`the name ${server} has no IPv4 address`);
  return ask(address, name, type);
}

/** Throws where the server does not speak for the zone. */
export function authoritative(packet: DecodedPacket, name: string): DecodedPacket {
  const { rcode } = packet as { rcode?: string };
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') throw new Error(`it answers ${String(rcode)} to ${name}`);
  if (!packet.flag_aa) throw new Error(`it has no authority over ${name}`);
  return packet;
}

function textOf({ data }: TxtAnswer): string {
  return (Array.isArray(data) ? data : [data]).map((part) => part.toString()).join('');
}

const same = (one: string, two: string) => one.toLowerCase() === two.toLowerCase();

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
