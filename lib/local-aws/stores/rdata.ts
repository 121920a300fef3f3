import { isIPv4, isIPv6 } from 'node:net';

export interface RecordSet {
  /** Lower case, with the trailing dot: the one form in which names are compared. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly values: readonly string[];
}

const HOST = /^(?:\*\.)?(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?$/;
/** One or more quoted strings of at most 255 characters; inside, `\` escapes. */
const STRINGS = /^"(?:[^"\\]|\\.)*"(?: +"(?:[^"\\]|\\.)*")*$/;

const FORMS: Record<string, (value: string) => string | undefined> = {
  A: (value) => (isIPv4(value) ? undefined : 'is not a valid IPv4 address'),
  AAAA: (value) => (isIPv6(value) ? undefined : 'is not a valid IPv6 address'),
  TXT: strings,
  SPF: strings,
  MX: (value) => (/^\d{1,5} \S+$/.test(value) ? undefined : 'must be PRIORITY HOST'),
  SRV: (value) =>
    /^\d{1,5} \d{1,5} \d{1,5} \S+$/.test(value) ? undefined : 'must be PRIORITY WEIGHT PORT HOST',
  CAA: (value) => (/^\d{1,3} [a-zA-Z0-9]+ "[^"]*"$/.test(value) ? undefined : 'must be FLAGS TAG "VALUE"'),
  CNAME: host,
  NS: host,
  PTR: host,
  TLSA: (value) =>
    /^\d \d \d [0-9a-fA-F]+$/.test(value) ? undefined : 'must be USAGE SELECTOR MATCHING DATA',
  SOA: () => undefined,
};

function host(value: string): string | undefined {
  return HOST.test(value) ? undefined : 'is not a domain name';
}

/** Route 53 Developer Guide, "TXT record type": quoted, and 255 characters at most in one string. */
function strings(value: string): string | undefined {
  if (!STRINGS.test(value)) return 'should be enclosed in quotation marks';
  const tooLong = value
    .match(/"(?:[^"\\]|\\.)*"/g)
    ?.some((one) => one.slice(1, -1).replace(/\\(\d{3}|.)/g, 'x').length > 255);
  return tooLong ? 'has a string of more than 255 characters (CharacterStringTooLong)' : undefined;
}

/** What is wrong with the record's values, in Route 53's manner; nothing when all is well. */
export function assertRdata(record: RecordSet): string[] {
  const form = FORMS[record.type];
  if (!form)
    return [
      `Invalid Resource Record: type ${record.type} is not supported (${Object.keys(FORMS).join(', ')})`,
    ];
  if (!Number.isInteger(record.ttl) || record.ttl < 0)
    return [`Invalid TTL for ${record.name} ${record.type}`];
  if (record.values.length === 0) return [`${record.name} ${record.type} has no values`];
  if (new Set(record.values).size < record.values.length)
    return [`Duplicate Resource Record: ${record.name} ${record.type}`];
  return record.values.flatMap((value) => {
    const problem = form(value);
    return problem ? [`Invalid Resource Record: '${value}' of ${record.name} ${record.type} ${problem}`] : [];
  });
}
