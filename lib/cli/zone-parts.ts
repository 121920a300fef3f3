import { delegationsOf, domainsOf, hostZoneOf, roleOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { movingFrom } from '../config/host-names';
import { inALine, warnings } from '../config/warnings';
import { adviceFor, externalReports } from '../dns/external-reports';
import { delegationRecord } from '../dns/former';
import { type KnownFacts, listing, type Listed } from '../dns/listing';
import { isOfHost } from '../dns/records';
import type { ZoneFacts } from './zone-facts';

/** Records of one zone, and whose they are. */
export interface ZonePart {
  readonly zone: string;
  readonly listed: readonly Listed[];
  /** What a person is to know or to do about it. */
  readonly notes: readonly string[];
}

/** What of these domains each zone has; the server's own names come with the first domain of the server. */
export function partsOf(
  environment: Environment,
  views: readonly Environment[],
  facts: ZoneFacts,
): ZonePart[] {
  const parts = new Map<string, { listed: Listed[]; views: Environment[] }>();
  const partOf = (zone: string) => {
    const part = parts.get(zone) ?? { listed: [], views: [] };
    parts.set(zone, part);
    return part;
  };
  const known: KnownFacts = facts.address === undefined ? {} : { address: facts.address };
  for (const view of views) {
    const isFirst = view.domain === environment.domain;
    partOf(view.hostedZone.name).views.push(view);
    for (const each of published(view, { ...known, dkim: facts.dkim.get(view.domain) ?? {} }))
      if (!isOfHost(each.record)) partOf(view.hostedZone.name).listed.push(each);
      else if (isFirst) partOf(hostZoneOf(environment).name).listed.push(each);
    for (const each of delegated(environment, view, facts)) partOf(view.hostedZone.name).listed.push(each);
  }
  const several = (environment.others ?? []).length > 0;
  return [...parts].map(([zone, { listed, views: its }]) => ({
    ...{ zone, listed },
    notes: its.flatMap((view) => [
      ...(view.hostedZone.kind === 'elsewhere' ? [byHand(view), ...facts.notes] : []),
      ...externalReports(view).map(adviceFor),
      ...warnings(view).map((warning) => `Warning: ${several ? `${view.domain}: ` : ''}${inALine(warning)}`),
    ]),
  }));
}

function byHand({ domain }: Environment): string {
  return `Enter these records at the DNS of ${domain}: no deploy writes there. Until all its name servers show the key that signs and the SPF record of the envelope domain, mail from ${domain} is answered 451 4.7.0.`;
}

/** While the host gets another name, the one in force stands beside it. */
function published(environment: Environment, facts: KnownFacts): Listed[] {
  const all = listing(environment, facts);
  const { hostName } = movingFrom(environment) ?? {};
  if (hostName === undefined) return all;
  const inForce = listing({ ...environment, hostName }, facts);
  return [...all, ...inForce.filter(({ record }) => isOfHost(record))];
}

/** The name servers of zones that the deploy creates below this domain's: who enters them there, a person or its role. */
function delegated(environment: Environment, { domain }: Environment, facts: ZoneFacts): Listed[] {
  const [first = environment] = domainsOf(environment);
  return delegationsOf(environment)
    .filter((each) => each.domain === domain)
    .map(({ zone, parent }) => {
      const servers = facts.nameServers.get(zone.name);
      const values = (servers ?? ['<name servers>']).map((server) => `${server.replace(/\.$/, '')}.`);
      const record = delegationRecord(first, zone.name, values);
      if (roleOf(parent) !== undefined)
        return { record, missing: 'The name servers are made by the deploy, which writes them by its role.' };
      const why = `${record.why} Enter it here by hand, add delegated: true to that zone in the config, and deploy.`;
      return {
        record: { ...record, why },
        ...(servers === undefined
          ? { missing: 'The name servers are made by the deploy: its output NameServers has them.' }
          : {}),
      };
    });
}
