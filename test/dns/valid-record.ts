import type { DnsRecord } from '../../lib/dns/record';
import { readTxt } from './presentation';

const LABEL = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?';
const NAME = new RegExp(`^${LABEL}(\\.${LABEL})+$`);
const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IP4 = `${OCTET}(\\.${OCTET}){3}`;
/** The terms of RFC 7208 section 12 that Kitte may write. */
const SPF = new RegExp(
  `^v=spf1( (a|ip4:${IP4}(/(3[0-2]|[12]?\\d))?|include:${LABEL}(\\.${LABEL})+))* [-~?]all$`,
);

/** What is wrong with a record by the RFCs, or nothing. */
export function faultsOf(record: DnsRecord): string[] {
  const named = isName(record.name) ? [] : [`name ${record.name}`];
  return [
    ...named,
    ...record.values.filter((value) => !isValue(record, value)).map((value) => `${record.name} ${value}`),
  ];
}

function isValue({ type, name }: DnsRecord, value: string): boolean {
  switch (type) {
    case 'A':
      return new RegExp(`^${IP4}$`).test(value);
    case 'MX':
      return /^\d{1,5} \S+\.$/.test(value) && isName(target(value));
    case 'SRV':
      return /^(\d{1,5} ){3}\S+\.$/.test(value) && isName(target(value));
    case 'CAA':
      return /^0 (issue "[a-z0-9._-]+; validationmethods=dns-01"|issuewild ";")$/.test(value);
    case 'NS':
      return isName(value.replace(/\.$/, ''));
    case 'TXT':
      return isTxt(name, value);
  }
}

function isTxt(name: string, value: string): boolean {
  const strings = readTxt(value);
  const text = strings.join('');
  if (strings.some((each) => each.length > 255)) return false;
  if (name.startsWith('_dmarc.')) return isDmarc(text);
  if (/^v=spf1( |$)/i.test(text))
    return SPF.test(text) && (text.match(/ (include:|a\b)/g) ?? []).length <= 10;
  return true;
}

function isDmarc(text: string): boolean {
  const tags = text
    .split('; ')
    .map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)] as const);
  const known: Record<string, RegExp> = {
    v: /^DMARC1$/,
    p: /^(none|quarantine|reject)$/,
    sp: /^(none|quarantine|reject)$/,
    np: /^(none|quarantine|reject)$/,
    adkim: /^s$/,
    aspf: /^s$/,
    rua: /^mailto:[^,!;\s]+@[^,!;\s]+(,mailto:[^,!;\s]+@[^,!;\s]+)*$/,
    ruf: /^mailto:[^,!;\s]+@[^,!;\s]+(,mailto:[^,!;\s]+@[^,!;\s]+)*$/,
    t: /^y$/,
  };
  const once = new Set(tags.map(([tag]) => tag)).size === tags.length;
  return (
    once &&
    tags[0]?.[0] === 'v' &&
    tags[1]?.[0] === 'p' &&
    tags.every(([tag, value]) => known[tag]?.test(value))
  );
}

const isName = (name: string) => name.length <= 253 && NAME.test(name);
const target = (value: string) => value.split(' ').at(-1)?.slice(0, -1) ?? '';
