import { instanceOf, isPattern, keyFor, patternProblems } from './patterns';
import { show, type Problem } from './problem';
import { at, isRecord, merge, without, written, type Path } from './tree';

/** One environment before it is read: the shared part with its overrides. */
export interface Draft {
  readonly name: string;
  readonly input: unknown;
  /** Named as `defaultEnvironment`. */
  readonly byDefault: boolean;
  /** Where a value was written: in the environment, or in the shared part. */
  readonly pathOf: (path: Path) => string;
}

/** Without `environments`, the config is one environment of this name. */
const ONLY = 'prod';

const NAME =
  'lower-case letters, digits and dashes, beginning with a letter, ending with a letter or digit, at most 20';

/** These are one choice each: an override of another kind replaces the shared one instead of being mixed with it. */
const CHOICES: readonly {
  readonly path: Path;
  readonly kind: (value: Record<string, unknown>) => unknown;
}[] = [
  { path: ['hostedZone'], kind: (value) => value['create'] === true },
  { path: ['hostZone'], kind: (value) => value['create'] === true },
  { path: ['machine', 'image'], kind: (value) => value['ami'] !== undefined },
];

/** Each that has a key of its own, and the one that is asked for, if it is made of a pattern. */
export function spreadEnvironments(input: unknown, asked?: string): { drafts: Draft[]; problems: Problem[] } {
  if (!isRecord(input)) {
    const allowed = 'an object with a domain and a hostedZone';
    return {
      drafts: [],
      problems: [
        { path: '', received: show(input), allowed, remedy: 'Export defineConfig({ ... }) as the default.' },
      ],
    };
  }
  const { environments, defaultEnvironment, ...shared } = input;
  if (environments === undefined) {
    const draft = { name: ONLY, input: shared, byDefault: false, pathOf: written };
    return { drafts: [draft], problems: defaultProblems(defaultEnvironment, [ONLY]) };
  }
  if (!isRecord(environments) || Object.keys(environments).length === 0) {
    const allowed = 'an object with at least one environment, such as { prod: {} }';
    const remedy = `Name one, or leave environments out for a single one named ${ONLY}.`;
    return {
      drafts: [],
      problems: [{ path: 'environments', received: show(environments), allowed, remedy }],
    };
  }
  const keys = Object.keys(environments);
  const named = keys.filter((key) => !isPattern(key));
  const drafts = named.map((name) => ({
    ...draft(name, shared, environments[name]),
    byDefault: name === defaultEnvironment,
  }));
  const made = ofPattern(keys, asked, { shared, environments });
  return {
    drafts: [...drafts, ...made.drafts],
    problems: [
      ...named.flatMap((name) => nameProblems(name)),
      ...defaultProblems(defaultEnvironment, named),
      ...made.problems,
    ],
  };
}

/** The one that is asked for and has no key of its own. */
function ofPattern(
  keys: readonly string[],
  asked: string | undefined,
  config: { shared: Record<string, unknown>; environments: Record<string, unknown> },
): { drafts: Draft[]; problems: Problem[] } {
  const patterns = keys.filter(isPattern);
  const misspelt = patterns.flatMap(patternProblems);
  if (misspelt.length > 0) return { drafts: [], problems: misspelt };
  if (asked === undefined ? patterns.length < keys.length : keys.includes(asked) && !isPattern(asked))
    return { drafts: [], problems: [] };
  const key = asked === undefined ? undefined : keyFor(patterns, asked);
  if (asked === undefined || key === undefined) return { drafts: [], problems: [unknown(keys, asked)] };
  const problems = nameProblems(asked, key);
  if (problems.length > 0) return { drafts: [], problems };
  const { shared, environments } = config;
  const instance = instanceOf(key, asked, { shared, written: environments[key] });
  const made = { ...draft(asked, instance.shared, instance.overrides, key), byDefault: false };
  return instance.problems.length > 0
    ? { drafts: [], problems: [...instance.problems] }
    : { drafts: [made], problems: [] };
}

function unknown(keys: readonly string[], asked: string | undefined): Problem {
  const example = keys.find(isPattern)?.replace('*', '42');
  return {
    path: 'environments',
    received: asked === undefined ? `no name, and only patterns: ${keys.join(', ')}` : show(asked),
    allowed: `the name of an environment: ${keys.join(', ')}`,
    remedy:
      example === undefined
        ? 'Ask for one of them.'
        : `Ask for one, such as \`-c environment=${example}\` for cdk and \`--environment ${example}\` for kitte.`,
  };
}

function defaultProblems(name: unknown, names: readonly string[]): Problem[] {
  if (name === undefined || names.some((each) => each === name)) return [];
  return [
    {
      path: 'defaultEnvironment',
      received: show(name),
      allowed: `the name of an environment: ${names.join(', ')}`,
      remedy: 'Name one of them, or leave it out: commands about one environment then want --environment.',
    },
  ];
}

function nameProblems(name: string, key = name): Problem[] {
  if (/^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/.test(name)) return [];
  return [
    {
      path: written(['environments', key]),
      received: show(name),
      allowed: `a name of ${NAME}`,
      remedy: 'Rename it: stacks, parameters and secrets are named after it.',
    },
  ];
}

function draft(
  name: string,
  shared: Record<string, unknown>,
  overrides: unknown,
  key = name,
): Omit<Draft, 'byDefault'> {
  const replaced = CHOICES.filter(({ path, kind }) => {
    const [base, over] = [at(shared, path), at(overrides, path)];
    return isRecord(base) && isRecord(over) && kind(base) !== kind(over);
  }).map(({ path }) => path);
  const isFromShared = (path: Path) =>
    at(overrides, path) === undefined &&
    (at(shared, path) !== undefined || !isRecord(at(overrides, path.slice(0, -1))) || path.length === 1);
  return {
    name,
    input: merge(without(shared, replaced), overrides),
    pathOf: (path) => written(isFromShared(path) ? path : ['environments', key, ...path]),
  };
}
