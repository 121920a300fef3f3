import type { Answer, DecodedPacket } from 'dns-packet';

import { question } from '../../checks/live/dns-question';
import type { Lookup } from '../../checks/probe';
import type { Delegated } from '../given';

export type Ask = typeof question;

/** So many of the parent's servers are asked; the first answer counts. */
const TRIES = 3;

/**
 * What the parent zone itself says of a zone. A resolver may go on telling what it remembers, and then tells the zone's
 * own idea of its servers, which may be another than the parent's. It is believed where no server of the parent answers.
 */
export async function delegated(zone: string, lookup: Lookup, ask: Ask = question): Promise<Delegated> {
  const servers = (await parentServers(zone, lookup)).slice(0, TRIES);
  const told = servers.map(async (server) => {
    const [address] = await lookup(server, 'A');
    if (address === undefined) throw new Error(`${server} has no IPv4 address`);
    return { nameServers: referred(await ask(address, zone, 'NS'), zone), by: server };
  });
  const first = await Promise.any(told).catch(() => undefined);
  if (first !== undefined) return first;
  const by = { en: 'the resolver', ja: 'リゾルバ' };
  return { nameServers: await lookup(zone, 'NS'), by };
}

/** Of the nearest name above that is a zone. */
async function parentServers(zone: string, lookup: Lookup): Promise<readonly string[]> {
  const labels = zone.split('.');
  for (let from = 1; from < labels.length; from += 1) {
    const servers = await lookup(labels.slice(from).join('.'), 'NS').catch(() => []);
    if (servers.length > 0) return servers;
  }
  return [];
}

/** A referral names the zone's servers in the authority section (RFC 1034 section 4.3.2). */
function referred(packet: DecodedPacket, zone: string): readonly string[] {
  const { rcode } = packet as { rcode?: string };
  if (rcode === 'NXDOMAIN' && packet.flag_aa) return [];
  if (rcode !== 'NOERROR') throw new Error(`it answers ${String(rcode)}`);
  const found = [...(packet.answers ?? []), ...(packet.authorities ?? [])].flatMap((record: Answer) =>
    record.type === 'NS' && record.name.toLowerCase() === zone.toLowerCase() ? [record.data] : [],
  );
  // Without a word on the zone, only who has authority over it can deny it.
  if (found.length === 0 && !packet.flag_aa) throw new Error('it has no authority');
  return found.map((server) => server.replace(/\.$/, '').toLowerCase());
}
