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
  const [first] = (environment.former ?? []).filter(({ beside }) => beside !== true);
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
  const firsts = (environment.former ?? []).filter(({ beside }) => beside !== true);
  const all = [...new Set([...firsts, environment].map((each) => each[kind]))];
  const place = all.indexOf(name) + 1;
  if (place === 0) throw new Error(`${name} is not among the names ${all.join(', ')}.`);
  return place;
}

/**
 * What the ids of a domain other than the first end with: its own name, so that one more moves no other. One that was the first
 * once keeps those of its place.
 */
export function suffixFor(environment: Names & Pick<Environment, 'former'>, domain: string): string {
  const wasFirst = (environment.former ?? []).some((each) => each.domain === domain && each.beside !== true);
  return wasFirst || domain === environment.domain
    ? suffixOf(placeOf(environment, 'domain', domain))
    : `-${domain}`;
}

/** What an id of that place ends with; no id ends so by itself. */
export const suffixOf = (place: number): string => (place === 1 ? '' : `At${String(place)}`);

/** A domain with keys, or whose keys go. */
export interface KeyedDomain {
  readonly domain: string;
  readonly selectors: readonly string[];
  /** Those whose private key is to be deleted. */
  readonly retired: readonly string[];
  /** What the ids of its resources end with: another for each domain, and the same for good. */
  readonly suffix: string;
}

/** Whether it is or was beside the first. */
export const isBeside = ({ suffix }: Pick<KeyedDomain, 'suffix'>): boolean => suffix.startsWith('-');

/** Every domain that the server signs for, the first one first, then those that it ever signed for. */
export function keyedDomains(
  environment: Names &
    Pick<Environment, 'former'> & {
      readonly dkim: Keys;
      readonly others?: readonly { readonly domain: string; readonly dkim: Keys }[];
    },
): KeyedDomain[] {
  const { domain, dkim, former = [], others = [] } = environment;
  const now = [domain, ...others.map((other) => other.domain)];
  const before = [...new Set(former.map((each) => each.domain))].filter((name) => !now.includes(name));
  return [
    { domain, ...keysOf(dkim), suffix: suffixOf(placeOf(environment, 'domain', domain)) },
    ...others.map((other) => ({
      domain: other.domain,
      ...keysOf(other.dkim),
      suffix: suffixFor(environment, other.domain),
    })),
    ...before.map((name) => {
      const entries = former.filter((each) => each.domain === name);
      const selectors = [...new Set(entries.flatMap(({ over, selectors: own }) => (over ? [] : own)))];
      const gone = entries.flatMap(({ selectors: own }) => own).filter((one) => !selectors.includes(one));
      return { domain: name, selectors, retired: [...new Set(gone)], suffix: suffixFor(environment, name) };
    }),
  ];
}

type Keys = Pick<Environment['dkim'], 'selectors' | 'retired'>;

const keysOf = ({ selectors, retired }: Keys) => ({ selectors, retired });
