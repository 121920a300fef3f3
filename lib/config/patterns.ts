import { show, type Problem } from './problem';
import { at, isRecord, written } from './tree';

/** A key of `environments` that stands for many: `pr-*` is `pr-42`, `pr-43`, and none until one is asked for. */
export const isPattern = (key: string) => key.includes('*');

const FORM = /^[a-z][a-z0-9-]{0,17}\*$/;

/** Which key an environment that is asked for is made of: its own, or the longest pattern that fits. */
export function keyFor(keys: readonly string[], name: string): string | undefined {
  if (keys.includes(name)) return isPattern(name) ? undefined : name;
  return keys
    .filter((key) => FORM.test(key) && name.length >= key.length && name.startsWith(key.slice(0, -1)))
    .sort((one, two) => two.length - one.length)[0];
}

export function patternProblems(key: string): Problem[] {
  if (FORM.test(key)) return [];
  return [
    {
      path: written(['environments', key]),
      received: show(key),
      allowed: 'a pattern such as pr-*: lower-case letters, digits and dashes, then one * at the end',
      remedy: 'Write it so, or name the one environment that is meant.',
    },
  ];
}

/** Of one server alone: what comes and goes has none of it from the part that all share. */
const OF_ONE = ['domains', 'former', 'hostZone', 'retain'];

/** Host and envelope sender of the shared domain: below the environment's own, they are below the same name in it. */
const MOVED = ['hostName', 'envelopeDomain'] as const;

export interface Instance {
  readonly shared: Record<string, unknown>;
  readonly overrides: unknown;
  readonly problems: readonly Problem[];
}

/**
 * One environment of a pattern: a domain below the shared one, in the shared one's zone or in a zone of its own that is delegated
 * from there, and nothing of it outlives its stacks. What the pattern says itself is laid over that.
 */
export function instanceOf(
  key: string,
  name: string,
  { shared, written: value }: { shared: Record<string, unknown>; written: unknown },
): Instance {
  const path = written(['environments', key]);
  let said: unknown = value;
  if (typeof value === 'function')
    try {
      said = (value as (name: string) => unknown)(name);
    } catch (error) {
      const received = `an error for ${show(name)}: ${error instanceof Error ? error.message : String(error)}`;
      const allowed = 'a function that gives the settings of the environment of that name';
      return {
        ...{ shared, overrides: {} },
        problems: [{ path, received, allowed, remedy: 'Mend the function, or write an object.' }],
      };
    }
  const base = without(shared, ...OF_ONE);
  if (!isRecord(said)) return { shared: base, overrides: said, problems: [] };
  const { zone, ...rest } = said;
  if (rest['domains'] !== undefined)
    return {
      shared: without(base, 'domain', 'envelopeDomain'),
      overrides: { retain: false, ...rest },
      problems: zoneProblems(path, zone),
    };
  const parent = shared['domain'];
  const domain = rest['domain'] ?? (typeof parent === 'string' ? `${name}.${parent}` : undefined);
  const names = MOVED.flatMap((each) => {
    const theirs = shared[each];
    if (typeof theirs !== 'string' || typeof parent !== 'string' || typeof domain !== 'string') return [];
    return isWithin(theirs, parent)
      ? [[each, `${theirs.slice(0, theirs.length - parent.length)}${domain}`] as const]
      : [];
  });
  const hosted = hostedZoneOf(path, zone, { own: rest['hostedZone'], shared });
  return {
    shared: 'hostedZone' in hosted ? without(base, 'hostedZone') : base,
    overrides: {
      ...{ retain: false, ...(domain === undefined ? {} : { domain }), ...Object.fromEntries(names) },
      ...rest,
      ...('hostedZone' in hosted ? { hostedZone: hosted.hostedZone } : {}),
    },
    problems: hosted.problems,
  };
}

interface Hosted {
  readonly hostedZone?: unknown;
  readonly problems: readonly Problem[];
}

/** Records go into the zone that is given; `zone: 'own'` makes one, which that zone hands its name to. */
function hostedZoneOf(
  path: string,
  zone: unknown,
  { own, shared }: { own: unknown; shared: Record<string, unknown> },
): Hosted {
  const problems = zoneProblems(path, zone);
  if (problems.length > 0) return { problems };
  const base = own ?? shared['hostedZone'];
  const id = at(base, ['id']);
  if (id === undefined) {
    if (own !== undefined && zone === undefined) return { hostedZone: own, problems: [] };
    if (base === undefined) return { problems: [] };
    return {
      problems: [
        {
          path: `${path}.hostedZone`,
          received: own === undefined ? `nothing; the shared one is ${show(base)}` : show(own),
          allowed: 'the id of the zone that exists, which the records or the delegation go into',
          remedy: `Give it: hostedZone: { id: 'Z…', name: 'example.com' }.`,
        },
      ],
    };
  }
  const given = { id, name: at(base, ['name']) ?? (own === undefined ? shared['domain'] : undefined) };
  const parent = given.name === undefined ? { id } : given;
  return { hostedZone: zone === 'own' ? { create: true, parent } : parent, problems: [] };
}

function zoneProblems(path: string, zone: unknown): Problem[] {
  if (zone === undefined || zone === 'own' || zone === 'parent') return [];
  return [
    {
      path: `${path}.zone`,
      received: show(zone),
      allowed: "'parent', for records in the zone that is given, or 'own', for a zone delegated from there",
      remedy: 'Write one of them, or leave it out: it is parent then.',
    },
  ];
}

const isWithin = (name: string, domain: string) => name === domain || name.endsWith(`.${domain}`);

function without(value: Record<string, unknown>, ...keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
