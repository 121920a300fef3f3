import type { Listed } from './listing';
import type { DnsRecord } from './record';

/**
 * Records as a master file (RFC 1035 section 5). One that is not whole yet stays a comment, so that the file can be loaded
 * as it is. Every record has its own TTL: there is no $TTL to inherit.
 */
export function zoneFile(origin: string, listed: readonly Listed[], notes: readonly string[] = []): string {
  const sections = [
    [`$ORIGIN ${origin}.`],
    ...listed.map((entry) => section(origin, entry)),
    ...notes.map((note) => [`; ${note}`]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function section(origin: string, { record, missing }: Listed): string[] {
  const lines = record.values.map((value) => line(origin, record, value));
  if (missing === undefined) return [`; ${record.why}`, ...lines];
  return [`; ${record.why}`, `; ${missing}`, ...lines.map((text) => `; ${text}`)];
}

function line(origin: string, { name, ttl, type }: DnsRecord, value: string): string {
  return [relative(name, origin), ttl, 'IN', type, value].join(' ');
}

/** A name without its origin; one outside it keeps its final dot. */
function relative(name: string, origin: string): string {
  if (name === origin) return '@';
  return name.endsWith(`.${origin}`) ? name.slice(0, -origin.length - 1) : `${name}.`;
}
