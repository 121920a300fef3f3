import type { Lookup } from './probe';

/** The zone that a name lies in, and who answers for it: the nearest name above, or itself, that has name servers. */
export async function nearestServers(
  name: string,
  lookup: Lookup,
): Promise<{ readonly zone: string; readonly servers: readonly string[] } | undefined> {
  for (let zone = name; zone.includes('.'); zone = zone.slice(zone.indexOf('.') + 1)) {
    const servers = await lookup(zone, 'NS');
    if (servers.length > 0) return { zone, servers: [...servers].sort() };
  }
  return undefined;
}
