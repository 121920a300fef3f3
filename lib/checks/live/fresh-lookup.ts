import { isWithin } from '../../config/within';
import type { Lookup } from '../probe';

/**
 * Asks the zones' own name servers for the names of the zones, and those of the reverse tree for PTR. A deploy has just changed what
 * resolvers may go on answering from their caches for a TTL, and the absence of a name for as long as the zone's SOA says (RFC 2308
 * section 5). Everything else, and where the zone lies (NS), is the resolver's to say.
 */
export function freshLookup(
  zones: readonly string[],
  cached: Lookup,
  at: (servers: readonly string[]) => Lookup,
): Lookup {
  const asked = new Map<string, Promise<readonly string[]>>();
  const once = (name: string) => {
    const servers = asked.get(name) ?? serversOf(name, cached);
    asked.set(name, servers);
    return servers;
  };
  return async (name, type) => {
    const zone = type === 'PTR' ? name : closest(name, zones);
    if (type === 'NS' || zone === undefined) return cached(name, type);
    const servers = await once(zone);
    const fresh = servers.length === 0 ? [] : await at(servers)(name, type);
    // A reverse zone of less than an octet lies behind a CNAME (RFC 2317), which only a resolver follows.
    return fresh.length === 0 && (type === 'PTR' || servers.length === 0) ? cached(name, type) : fresh;
  };
}

/** The one that the name belongs to. */
function closest(name: string, zones: readonly string[]): string | undefined {
  const around = zones.filter((zone) => isWithin(name, zone));
  return around.sort((one, two) => two.length - one.length)[0];
}

/** Addresses of the servers of the nearest zone above a name. */
async function serversOf(name: string, lookup: Lookup): Promise<readonly string[]> {
  const labels = name.split('.');
  for (let from = 0; from < labels.length; from += 1) {
    const names = await lookup(labels.slice(from).join('.'), 'NS').catch(() => []);
    if (names.length === 0) continue;
    return (await Promise.all(names.map((server) => lookup(server, 'A').catch(() => [])))).flat();
  }
  return [];
}
