import type { Environment, Former } from './environment';

/** Those whose mail may still wait. */
export function kept({ former = [] }: Pick<Environment, 'former'>): readonly Former[] {
  return former.filter(({ over }) => !over);
}

/** How machine and deploy call an entry: by its names, each once. */
export function keyOf({ domain, envelopeDomain, hostName }: Names): string {
  return [...new Set([domain, envelopeDomain, hostName])].join(' ');
}

type Names = Pick<Environment, 'domain' | 'envelopeDomain' | 'hostName'>;

/** Whose mail the machine takes: that of the names of now, and what comes home to those of before. */
export function takenFor(environment: Pick<Environment, 'served' | 'former'>): readonly string[] {
  const home = kept(environment).flatMap(({ mx, envelopeDomain }) => (mx ? [envelopeDomain] : []));
  return [...new Set([...environment.served, ...home])];
}

/**
 * The environment as the server was first called: its user-data holds these names for its first minute, and no rename changes
 * it. What is in force comes in the settings, so that a rename stops nothing.
 */
export function firstNames(environment: Environment): Environment {
  const [first] = environment.former ?? [];
  if (first === undefined) return environment;
  const { domain, envelopeDomain, hostName, hostedZone } = first;
  const renamed = new Map([
    [environment.domain, domain],
    [environment.envelopeDomain, envelopeDomain],
  ]);
  const zone = { ...environment.hostedZone, name: hostedZone?.name ?? environment.hostedZone.name };
  return {
    ...environment,
    ...{ domain, envelopeDomain, hostName, hostedZone: zone, former: [] },
    served: [...new Set(environment.served.map((name) => renamed.get(name) ?? name))],
  };
}

/**
 * Which of the names that the server ever had this one is, counted from 1: what is made for the first has the ids of always,
 * what is made for a later one stands beside it.
 */
export function placeOf(
  environment: Names & Pick<Environment, 'former'>,
  kind: keyof Names,
  name: string,
): number {
  const all = [...new Set([...(environment.former ?? []), environment].map((each) => each[kind]))];
  const place = all.indexOf(name) + 1;
  if (place === 0) throw new Error(`${name} is not among the names ${all.join(', ')}.`);
  return place;
}

/** What an id of that place ends with; no id ends so by itself. */
export const suffixOf = (place: number): string => (place === 1 ? '' : `At${String(place)}`);

/** A domain with keys, or whose keys go. */
export interface KeyedDomain {
  readonly domain: string;
  readonly selectors: readonly string[];
  /** Those whose private key is to be deleted. */
  readonly retired: readonly string[];
  readonly place: number;
}

/** Every domain that the server ever signed for, that of now first. */
export function keyedDomains(
  environment: Names &
    Pick<Environment, 'former'> & { readonly dkim: Pick<Environment['dkim'], 'selectors' | 'retired'> },
): KeyedDomain[] {
  const { domain, dkim, former = [] } = environment;
  const before = [...new Set(former.map((each) => each.domain))].filter((name) => name !== domain);
  return [
    { domain, ...dkim, place: placeOf(environment, 'domain', domain) },
    ...before.map((name) => {
      const entries = former.filter((each) => each.domain === name);
      const selectors = [...new Set(entries.flatMap(({ over, selectors: own }) => (over ? [] : own)))];
      const gone = entries.flatMap(({ selectors: own }) => own).filter((one) => !selectors.includes(one));
      return {
        domain: name,
        selectors,
        retired: [...new Set(gone)],
        place: placeOf(environment, 'domain', name),
      };
    }),
  ];
}
