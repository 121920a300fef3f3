import { delegationsOf, domainsOf, roleOf } from '../config/domains';
import type { Environment, Former, HostedZone } from '../config/environment';
import { kept, placeOf, suffixOf } from '../config/former';
import { hostInForce } from '../config/host-names';
import { isWithin } from '../config/within';
import type { DnsRecord } from './record';
import { isOfHost, records, zoneOf, type Facts } from './records';

/** A record set with its place in the stack. */
export interface Placed {
  /** Its id is that of the stack, but for one in a group. */
  readonly record: DnsRecord;
  /** Whose it is; the first domain stands for the server. */
  readonly domain: string;
  /** The zone that holds it. */
  readonly zone: HostedZone;
  /** The id of a zone that an entry of `former` gives; absent for those of the environment of now. */
  readonly zoneId?: string;
  /** The set belongs to the record set group of this name; absent where it is a resource of its own. */
  readonly group?: string;
}

/** What only the deploy knows, of each domain that has keys. */
export interface AllFacts {
  readonly address: string;
  readonly dkim: (domain: string) => Facts['dkim'];
  /** Of a zone that Kitte creates; a word for them where they are not known. */
  readonly nameServers?: (zone: string) => readonly string[];
}

/**
 * Every record of an environment and of the names that it had before, as the stack has them: a name keeps the ids that it was
 * first deployed with, so that none is made while another of the same name still stands.
 */
export function placedRecords(environment: Environment, facts: AllFacts): Placed[] {
  const views = domainsOf(environment);
  const all = views.flatMap((view) =>
    records(view, { ...facts, dkim: facts.dkim(view.domain) }).map((record) =>
      placed(environment, view, record, { zone: zoneOf(view, record) }),
    ),
  );
  const taken = new Set(all.map(setOf));
  for (const each of delegations(environment, facts)) {
    taken.add(setOf(each));
    all.push(each);
  }
  for (const former of kept(environment)) {
    const made = staying(environment, views, former, { ...facts, dkim: facts.dkim(former.domain) });
    const news = made.filter((each) => !taken.has(setOf(each)));
    for (const each of news) taken.add(setOf(each));
    all.push(...news);
  }
  // What a person enters elsewhere is no matter of the deploy's.
  return all.filter(({ zone }) => zone.kind !== 'elsewhere');
}

/** The name servers of zones that Kitte creates, where a role lets it write into the zone above. */
function delegations(environment: Environment, { nameServers = unknownServers }: AllFacts): Placed[] {
  return delegationsOf(environment).flatMap(({ zone: { name }, parent, domain }) =>
    roleOf(parent) === undefined
      ? []
      : [
          {
            ...{ domain, zone: parent, group: groupOf(environment, domain, parent) },
            record: delegationRecord(environment, name, nameServers(name)),
          },
        ],
  );
}

export function delegationRecord({ ttl }: Environment, name: string, servers: readonly string[]): DnsRecord {
  return {
    ...{ id: 'Delegation', name, type: 'NS', ttl: ttl.policy, values: servers },
    why: 'The zone that Kitte creates for this name: nothing in it is found without.',
  };
}

const SERVERS = '<name servers>';
const unknownServers = () => [SERVERS];

/** A name and type exist once, whatever the zone. */
const setOf = ({ record: { name, type } }: Placed) => `${name} ${type}`;

/** What the first domain ever had stands by itself; another's records come and go together, and so do those that a role writes. */
function placed(
  environment: Environment,
  names: Names,
  record: DnsRecord,
  rest: Pick<Placed, 'zone' | 'zoneId'>,
): Placed {
  const { domain } = names;
  if (isOfFirsts(environment, names, record) && roleOf(rest.zone) === undefined)
    return { record: { ...record, id: placedId(environment, names, record) }, domain, ...rest };
  return { record, domain, ...rest, group: groupOf(environment, domain, rest.zone) };
}

/** By its name alone, so that one more domain moves no other; a zone of before has a group of its own. */
function groupOf(environment: Environment, domain: string, zone: HostedZone): string {
  const entries = kept(environment).filter((each) => each.domain === domain);
  const own =
    [environment, ...(environment.others ?? [])].find((other) => other.domain === domain)?.hostedZone ??
    (entries.find((each) => each.beside) ?? entries[0])?.hostedZone;
  return own === undefined || isSameZone(own, zone) ? domain : `${domain}/${zone.name}`;
}

/** One that is created has no id yet. */
function isSameZone(one: Pick<HostedZone, 'name'>, two: HostedZone): boolean {
  return 'id' in one && two.kind === 'given' ? one.id === two.id : one.name === two.name;
}

/** The id of a record of today's names, as the stack has it. */
export function placedId(environment: Environment, names: Names, { id }: Pick<DnsRecord, 'id'>): string {
  const kind = kindOf(id);
  return `${id}${suffixOf(placeOf(environment, kind, names[kind]))}`;
}

type Names = Pick<Environment, 'domain' | 'envelopeDomain' | 'hostName'>;

/** Whether it is of a name that the first domain has or had. */
function isOfFirsts(environment: Environment, names: Names, { id }: Pick<DnsRecord, 'id'>): boolean {
  const kind = kindOf(id);
  const firsts = (environment.former ?? []).filter(({ beside }) => beside !== true);
  return [environment, ...firsts].some((each) => each[kind] === names[kind]);
}

/** Whose record it is. */
function kindOf(id: string): keyof Names {
  if (isOfHost({ id })) return 'hostName';
  return id.startsWith('Envelope') ? 'envelopeDomain' : 'domain';
}

/**
 * What a message on its way is judged by, and what its bounce finds. Mail clients are to find the names of now; those that
 * know the host of before reach it still, under a certificate that names it.
 */
const STAYS = /^(HostAddress|HostSpf|HostCaa|DomainSpf|EnvelopeSpf|EnvelopeMx|Dmarc|Dkim.*)$/;

function staying(
  environment: Environment,
  views: readonly Environment[],
  former: Former,
  facts: Facts,
): Placed[] {
  const { domain, envelopeDomain, hostName, mx, domainTxt, hostedZone, beside } = former;
  const [first = environment] = views;
  const now = views.find((view) => view.domain === domain);
  const base = beside === true ? { ...(now ?? first), beside } : first;
  const then: Environment = {
    ...base,
    ...{ domain, envelopeDomain, hostName, domainTxt },
    served: mx ? [envelopeDomain] : [],
    // Reports to another domain need its consent (RFC 9990), and are of no use for names that go.
    dmarc: { ...base.dmarc, rua: [], ruf: [] },
    dkim: {
      ...base.dkim,
      // A domain of now has its keys' records already, and some may be retired since.
      ...(now === undefined
        ? { selectors: former.selectors, active: former.selectors[0] ?? '' }
        : { selectors: [], active: '' }),
      retired: [],
    },
  };
  delete (then as { exchangers?: unknown }).exchangers;
  return records(then, facts)
    .filter(({ id }) => STAYS.test(id))
    .map((record) => {
      const stays: DnsRecord = {
        ...record,
        // Bounces come to the host of now; the one of before has its address alone.
        values: record.id === 'EnvelopeMx' ? [`10 ${hostInForce(environment)}.`] : record.values,
        why: 'A name of before: what waits in the queue was signed and sent under it.',
      };
      const zone =
        hostedZone !== undefined && !isOfHost(record) && hostedZone.kind === 'elsewhere'
          ? { zone: hostedZone }
          : hostedZone !== undefined && isWithin(record.name, hostedZone.name)
            ? { zone: hostedZone, ...(hostedZone.kind === 'given' ? { zoneId: hostedZone.id } : {}) }
            : { zone: zoneOf(base, record) };
      return placed(environment, former, stays, zone);
    });
}
