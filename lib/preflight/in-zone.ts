import { domainsOf, hostZoneOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { listing } from '../dns/listing';
import type { DnsRecord } from '../dns/record';
import { viewsFor, type Views } from '../checks/views';
import type { Given } from './given';

/** A record that the deploy publishes, and the domain whose it is; what is the server's goes with the first. */
export interface Owned {
  readonly owner: Environment;
  /** Whether that is not the first. */
  readonly isBeside: boolean;
  readonly record: DnsRecord;
}

/** What the deploy publishes in the zone that is looked at. */
export function recordsInZone({
  environment: { hostedZone },
  domains,
}: Pick<Given, 'environment' | 'domains'>): readonly Owned[] {
  return domains.flatMap((owner, index) =>
    listing(owner, {}).flatMap(({ record }) => {
      const isOfHost = record.id.startsWith('Host');
      if (isOfHost && index > 0) return [];
      const { name } = isOfHost ? hostZoneOf(owner) : owner.hostedZone;
      return name === hostedZone.name ? [{ owner, isBeside: index > 0, record }] : [];
    }),
  );
}

/** The checks before a deploy of each domain of an environment. */
export function preflightViews(given: Omit<Given, 'domains'>, chosen?: string): Views<Given> {
  const { environment } = given;
  const [, ...others] = domainsOf(environment);
  const domains = [environment, ...others] as const;
  return viewsFor(domains, (view): Given => ({ ...given, environment: view, domains }), chosen);
}

/** Name servers of a zone that an earlier deploy created; absent before it. The first domain's has the output of always. */
export function createdServers(
  outputs: Readonly<Record<string, string>>,
  zone: string,
  [first]: Given['domains'],
): readonly string[] | undefined {
  const isFirst = first === undefined || first.hostedZone.name === zone;
  const key = `HostedZone${zone.replaceAll(/[^A-Za-z0-9]/g, '')}NameServers`;
  const found = isFirst
    ? (outputs['NameServers'] ?? '')
    : Object.entries(outputs).find(([name]) => name.replace(/[0-9A-F]{8}$/, '') === key)?.[1];
  return found?.split(' ').filter(Boolean);
}
