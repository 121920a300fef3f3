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
  { path: ['machine', 'image'], kind: (value) => value['ami'] !== undefined },
];

export function spreadEnvironments(input: unknown): { drafts: Draft[]; problems: Problem[] } {
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
  const names = Object.keys(environments);
  const problems = [...names.flatMap(nameProblems), ...defaultProblems(defaultEnvironment, names)];
  const drafts = Object.entries(environments).map(([name, overrides]) => ({
    ...draft(name, shared, overrides),
    byDefault: name === defaultEnvironment,
  }));
  return { drafts, problems };
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

function nameProblems(name: string): Problem[] {
  if (/^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/.test(name)) return [];
  return [
    {
      path: written(['environments', name]),
      received: show(name),
      allowed: `a name of ${NAME}`,
      remedy: 'Rename it: stacks, parameters and secrets are named after it.',
    },
  ];
}

function draft(name: string, shared: Record<string, unknown>, overrides: unknown): Omit<Draft, 'byDefault'> {
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
    pathOf: (path) => written(isFromShared(path) ? path : ['environments', name, ...path]),
  };
}
