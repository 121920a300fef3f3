import { atMost } from './at-most';
import { domainsOf, hostZoneOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { type InForce, inForce } from '../config/host-names';
import type { Examined } from './inquiry';

/** What checks are given that are of one of the domains. */
export interface DomainView<Given> {
  readonly domain: string;
  /** The zone of its names. */
  readonly zone: string;
  readonly given: Given;
}

/** A server with its domains, as the checks are to look at them. */
export interface Views<Given> {
  /** For what is the server's alone; its zone is that of the host name. */
  readonly server: Omit<DomainView<Given>, 'domain'>;
  readonly domains: readonly DomainView<Given>[];
  /** Whether rows of a domain name it: the server has several. */
  readonly named: boolean;
}

/** Of what has one domain, or none at all: everything is of it. */
export function onlyView<Given>(given: Given): Views<Given> {
  return { server: { zone: '', given }, domains: [{ domain: '', zone: '', given }], named: false };
}

type Seen = Pick<Environment, 'domain' | 'hostedZone' | 'mx'> & Partial<Pick<Environment, 'hostZone'>>;

/**
 * The views of the domains of one server, the first one first. `given` says what a look at one of them needs; `chosen` names the
 * one that is looked at, beside the server itself.
 */
export function viewsFor<E extends Seen, Given>(
  all: readonly [E, ...E[]],
  given: (environment: E) => Given,
  chosen?: string,
): Views<Given> {
  const [first] = all;
  const hostedZone = hostZoneOf(first);
  const mx = all.some((each) => each.mx);
  // The very same where nothing differs.
  const server = hostedZone === first.hostedZone && mx === first.mx ? first : { ...first, hostedZone, mx };
  return {
    server: { zone: hostedZone.name, given: given(server) },
    domains: all
      .filter(({ domain }) => chosen === undefined || domain === chosen)
      .map((each) => ({ domain: each.domain, zone: each.hostedZone.name, given: given(each) })),
    named: all.length > 1,
  };
}

/** What is given, with what somebody must be asked for first. */
export async function viewsWith<A, B>(views: Views<A>, ask: (given: A) => Promise<B>): Promise<Views<B>> {
  const turn = atMost(AT_ONCE);
  const asked = async <V extends { readonly given: A }>(view: V) => ({
    ...view,
    given: await turn(() => ask(view.given)),
  });
  const [server, ...domains] = await Promise.all([asked(views.server), ...views.domains.map(asked)]);
  return { ...views, server, domains };
}

/** Of who must be asked, an AWS account: its answers are not many a second. */
const AT_ONCE = 8;

/** The environment as each of its domains sees it, as it works at this moment. */
export function domainsInForce(
  environment: Environment,
): readonly [Environment & InForce, ...(Environment & InForce & Beside)[]] {
  const [, ...others] = domainsOf(environment);
  const first = inForce(environment);
  const { hostName, reverseName, hosts } = first;
  return [first, ...others.map((other) => ({ ...other, hostName, reverseName, hosts, ...BESIDE }))];
}

type Beside = Pick<Examined, 'beside'>;
const BESIDE: Beside = { beside: true };
