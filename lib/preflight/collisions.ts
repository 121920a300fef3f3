import type { Environment } from '../config/environment';
import { listing } from '../dns/listing';
import type { DnsRecord } from '../dns/record';
import { senderSpf } from '../dns/spf';
import { type Row, runbookOf } from './row';
import { isSpf, readSpf } from './spf-merge';

/** A record set that the zone has now; an alias has no values. */
export interface Existing {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
}

const ADDRESS = '<Elastic IP>';

/**
 * Record sets in the way of the Dns stack: Route 53 creates no second set of a name and type, and nothing beside a CNAME.
 * `own` are the ids of the records that the deployed stack has made.
 */
export function collisionRows(
  environment: Environment,
  existing: readonly Existing[],
  own: ReadonlySet<string>,
): Row[] {
  const wanted = listing(environment, {}).map(({ record }) => record);
  const clashes = wanted
    .filter(({ id }) => !own.has(id))
    .flatMap((record) => {
      const there = existing.find(
        ({ name, type }) => name === record.name && [record.type, 'CNAME'].includes(type),
      );
      return there === undefined ? [] : [clash(environment, record, there)];
    });
  if (clashes.length > 0) return clashes;
  return [
    {
      id: 'records',
      subject: environment.hostedZone.name,
      verdict: 'pass',
      seen: `${wanted.length} record sets, none of them taken by another`,
      expected: 'no record set of the same name and type',
      why: 'Route 53 refuses a second set, and the deploy of the Dns stack fails.',
      next: '',
      runbook: runbookOf('preflight-records'),
    },
  ];
}

function clash(environment: Environment, record: DnsRecord, there: Existing): Row {
  return {
    id: 'records',
    subject: `${record.name} ${there.type}`,
    verdict: 'fail',
    seen: there.values.join(' | ') || 'an alias',
    expected: `no set, so that the deploy can create ${record.type} ${record.values.join(' | ')}`,
    why: 'Route 53 refuses a second set, and the deploy of the Dns stack fails.',
    next:
      there.type === 'CNAME'
        ? `Delete the CNAME, or choose another name than ${record.name}.`
        : remedy(environment, record, there),
    runbook: runbookOf('preflight-records'),
  };
}

function remedy(environment: Environment, record: DnsRecord, there: Existing): string {
  const { domain, envelopeDomain } = environment;
  if (record.type === 'MX')
    return `It is in use: it is never touched. Set mx: false, or an envelopeDomain of its own such as bounce.${domain}.`;
  if (record.id === 'DomainSpf' || record.id === 'EnvelopeSpf')
    return txtRemedy(environment, there, record.name === domain);
  if (record.id === 'Dmarc') return 'Carry its policy over into dmarc, then delete the set and deploy.';
  if (record.id.startsWith('Dkim')) return 'Give dkim.selectors a name that is free, such as kitte2.';
  if (record.type === 'A')
    return `If something else answers at ${record.name}, set hostName to another name; otherwise delete the set.`;
  return `Delete the set if nothing needs it${record.name === envelopeDomain ? '' : `; it is at ${record.name}`}, then deploy.`;
}

/** The one TXT set of the name: its SPF record merged into ours, its other values kept. */
function txtRemedy({ spf, domainTxt = [] }: Environment, there: Existing, isDomain: boolean): string {
  const values = there.values.map(unquoted);
  const { include, ip4, left } = values
    .filter(isSpf)
    .map(readSpf)
    .reduce(
      (all, each) => ({
        include: [...new Set([...all.include, ...each.include])],
        ip4: [...new Set([...all.ip4, ...each.ip4])],
        left: [...new Set([...all.left, ...each.left])],
      }),
      { include: [...spf.include], ip4: [...spf.ip4], left: [] as string[] },
    );
  const others = values.filter((value) => !isSpf(value) && !domainTxt.includes(value));
  const grown = include.length > spf.include.length || ip4.length > spf.ip4.length;
  return [
    ...(grown
      ? [
          `Set spf: { include: ${JSON.stringify(include)}, ip4: ${JSON.stringify(ip4)} }, which publishes ${senderSpf({ ...spf, include, ip4 }, ADDRESS)}.`,
        ]
      : []),
    ...(left.length > 0
      ? [
          `These terms have no place in the config: ${left.join(' ')}. Give what they allow in spf.ip4, or do without.`,
        ]
      : []),
    ...(others.length > 0 && isDomain
      ? [`Set domainTxt: ${JSON.stringify([...domainTxt, ...others])}.`]
      : others.length > 0
        ? [`Move ${others.join(' | ')} elsewhere: Kitte keeps other values at the domain alone.`]
        : []),
    'Then delete the set right before the deploy.',
  ].join(' ');
}

/** Presentation format to the value: strings joined, quotes and Route 53's octal escapes gone. */
function unquoted(value: string): string {
  const strings = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
  return (strings.length > 0 ? strings.join('') : value)
    .replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    .replace(/\\(.)/g, '$1');
}
