import type { Lookup } from './probe';

/** The closest name with any CAA record, upwards (RFC 8659 section 3). */
export async function relevantCaa(
  host: string,
  lookup: Lookup,
): Promise<{ readonly name: string; readonly values: readonly string[] }> {
  const labels = host.split('.');
  for (let at = 0; at < labels.length; at += 1) {
    const name = labels.slice(at).join('.');
    const values = await lookup(name, 'CAA');
    if (values.length > 0) return { name, values };
  }
  return { name: host, values: [] };
}
