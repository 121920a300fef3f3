/** One record set as Route 53, a zone file and a resolver all see it. */
export interface DnsRecord {
  /** PascalCase construct id; never changes for the same purpose, or CloudFormation would replace the record. */
  readonly id: string;
  /** Fully qualified, without the trailing dot. */
  readonly name: string;
  readonly type: 'A' | 'TXT' | 'MX' | 'CAA' | 'SRV' | 'NS';
  /** Seconds. */
  readonly ttl: number;
  /** RDATA in presentation format, TXT already split at 255 octets and quoted. May hold deploy-time values whole. */
  readonly values: readonly string[];
  /** Why it is there, in a line, for `kitte zone` and the rehearsal's report. */
  readonly why: string;
}
