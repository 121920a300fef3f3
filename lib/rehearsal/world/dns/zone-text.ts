export interface ZoneRecord {
  /** Without the trailing dot; the empty name is the root. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly values: readonly string[];
}

export interface ZoneContent {
  readonly name: string;
  readonly records: readonly ZoneRecord[];
  /** With a key of its own. */
  readonly signed?: boolean;
}

const fqdn = (name: string): string => (name === '' ? '.' : `${name}.`);

/**
 * A zone as master file text (RFC 1035 section 5). The SOA's serial is the server's, so that a reload can be
 * told from the answer; a zone without its own SOA or NS gets them.
 */
export function zoneText(zone: ZoneContent, serial: number, nameServer: string): string {
  const apex = fqdn(zone.name);
  const others = zone.records.filter((record) => record.type !== 'SOA');
  const lines = others.flatMap((record) =>
    record.values.map(
      (value) =>
        `${fqdn(escapeWildcard(record.name))} ${String(record.ttl)} IN ${record.type} ${inDecimal(value)}`,
    ),
  );
  const hasServers = others.some((record) => record.type === 'NS' && record.name === zone.name);
  return [
    `${apex} 60 IN SOA ${fqdn(nameServer)} hostmaster.${fqdn(nameServer)} ${String(serial)} 60 60 3600 1`,
    ...(hasServers ? [] : [`${apex} 60 IN NS ${fqdn(nameServer)}`]),
    ...lines,
    '',
  ].join('\n');
}

/** Route 53 shows the asterisk of a wildcard as its octal escape. */
function escapeWildcard(name: string): string {
  return name.replace(/^\\052/, '*');
}

/** An account's zone has them in octal, a master file in decimal (RFC 1035 section 5.1). */
function inDecimal(value: string): string {
  return value.replace(/\\([0-3][0-7]{2})/g, (_, octal: string) => {
    return `\\${String(parseInt(octal, 8)).padStart(3, '0')}`;
  });
}
