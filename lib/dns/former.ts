import type { Environment, Former } from '../config/environment';
import { kept, placeOf, suffixOf } from '../config/former';
import { hostInForce } from '../config/host-names';
import { isWithin } from '../config/within';
import type { DnsRecord } from './record';
import { records, type Facts } from './records';

/** A record set with the id that it has in the stack. */
export interface Placed {
  readonly record: DnsRecord;
  /** The zone that holds it; absent for the environment's own. */
  readonly zoneId?: string;
}

/** What only the deploy knows, of each domain that has keys. */
export interface AllFacts {
  readonly address: string;
  readonly dkim: (domain: string) => Facts['dkim'];
}

/**
 * Every record of an environment and of the names that it had before, under the ids of the stack: a name keeps the ids that
 * it was first deployed with, so that none is made while another of the same name still stands.
 */
export function placedRecords(environment: Environment, facts: AllFacts): Placed[] {
  const current = records(environment, { ...facts, dkim: facts.dkim(environment.domain) }).map(
    (record): Placed => ({ record: { ...record, id: placedId(environment, environment, record) } }),
  );
  const all = [...current];
  for (const former of kept(environment)) {
    const made = staying(environment, former, { ...facts, dkim: facts.dkim(former.domain) });
    all.push(...made.filter(({ record }) => !all.some((other) => sameSet(other.record, record))));
  }
  return all;
}

/** The id of a record of today's names, as the stack has it. */
export function placedId(environment: Environment, names: Names, { id }: Pick<DnsRecord, 'id'>): string {
  const kind = kindOf(id);
  return `${id}${suffixOf(placeOf(environment, kind, names[kind]))}`;
}

type Names = Pick<Environment, 'domain' | 'envelopeDomain' | 'hostName'>;

/** Whose record it is. */
function kindOf(id: string): keyof Names {
  if (id.startsWith('Host')) return 'hostName';
  return id.startsWith('Envelope') ? 'envelopeDomain' : 'domain';
}

/**
 * What a message on its way is judged by, and what its bounce finds. Mail clients are to find the names of now; those that
 * know the host of before reach it still, under a certificate that names it.
 */
const STAYS = /^(HostAddress|HostSpf|HostCaa|DomainSpf|EnvelopeSpf|EnvelopeMx|Dmarc|Dkim.*)$/;

function staying(environment: Environment, former: Former, facts: Facts): Placed[] {
  const { domain, envelopeDomain, hostName, mx, domainTxt, hostedZone } = former;
  // The domain of now has its keys' records already, and some may be retired since.
  const selectors = domain === environment.domain ? [] : former.selectors;
  const then: Environment = {
    ...environment,
    ...{ domain, envelopeDomain, hostName, domainTxt },
    served: mx ? [envelopeDomain] : [],
    // Reports to another domain need its consent (RFC 9990), and are of no use for names that go.
    dmarc: { ...environment.dmarc, rua: [], ruf: [] },
    dkim: { ...environment.dkim, selectors, active: selectors[0] ?? '', retired: [] },
  };
  delete (then as { exchangers?: unknown }).exchangers;
  return records(then, facts)
    .filter(({ id }) => STAYS.test(id))
    .map((record) => ({
      record: {
        ...record,
        id: placedId(environment, former, record),
        // Bounces come to the host of now; the one of before has its address alone.
        values: record.id === 'EnvelopeMx' ? [`10 ${hostInForce(environment)}.`] : record.values,
        why: 'A name of before: what waits in the queue was signed and sent under it.',
      },
      ...(hostedZone !== undefined && isWithin(record.name, hostedZone.name)
        ? { zoneId: hostedZone.id }
        : {}),
    }));
}

const sameSet = (one: DnsRecord, two: DnsRecord) => one.name === two.name && one.type === two.type;
