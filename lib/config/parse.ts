import { betweenDomains } from './between-domains';
import { collisions } from './collisions';
import { inconsistencies } from './consistency';
import type { Environment } from './environment';
import { forwardLoops } from './forward-loops';
import { spreadEnvironments, type Draft } from './environments';
import { readSettings, type Finding } from './findings';
import { ConfigError, type Problem } from './problem';
import { resolve } from './resolve';
import { domainName } from './schema/domain-name';
import { type DomainDraft, spreadDomains } from './spread-domains';
import { delegatedByRole, sendingDomain } from './domains';
import { at, isRecord, pathBefore, startsWith, without, type Path } from './tree';

/** What else may be wrong with an environment: what only rooms that stand on this one know. */
export type Judge = (environment: Environment) => readonly Finding[];

/**
 * A config of whatever origin to its environments; throws a ConfigError that lists every problem of all of them. `asked` is the
 * name of the one that is wanted: of a pattern only that one is made.
 */
export function parseConfig(input: unknown, judge: Judge = () => [], asked?: string): Environment[] {
  const { drafts, problems } = spreadEnvironments(input, asked);
  const read = drafts.map(readEnvironment);
  refuse([...problems, ...read.flatMap((reading) => reading.problems)]);
  const environments = read.flatMap((reading) => reading.environment ?? []);
  const loops = forwardLoops(environments);
  refuse(
    environments.flatMap((environment, index) =>
      [
        ...collisions(environment, environments.slice(0, index)),
        ...loops.filter((loop) => loop.environment === environment),
        ...judge(environment),
      ].map(({ path, received, allowed, remedy }) => ({
        ...{ path: drafts[index]?.pathOf(path) ?? '', received, allowed, remedy },
      })),
    ),
  );
  return environments;
}

function refuse(problems: readonly Problem[]): void {
  const all = distinct(problems);
  if (all.length > 0) throw new ConfigError(all);
}

function readEnvironment(draft: Draft): { environment?: Environment; problems: Problem[] } {
  const tell = ({ path, ...rest }: Finding): Problem => ({ path: draft.pathOf(path), ...rest });
  const { drafts, findings } = spreadDomains(draft.input);
  const names = drafts.flatMap(({ input }) => domainName.safeParse(at(input, ['domain'])).data ?? []);
  const read = drafts.map((each, index) => readDomain(draft.name, each, { names, index }));
  const problems = [...findings, ...read.flatMap((reading) => reading.findings)];
  const seen = read.flatMap(({ environment }) => environment ?? []);
  const [first, ...others] = seen;
  if (first === undefined || seen.length < drafts.length || problems.length > 0)
    return { problems: problems.map(tell) };
  const environment: Environment = {
    ...first,
    ...(others.length > 0 ? { others: others.map(sendingDomain) } : {}),
    ...(draft.byDefault ? { byDefault: true } : {}),
  };
  return { environment: delegatedByRole(environment), problems: betweenDomains(environment).map(tell) };
}

interface Among {
  /** Of all domains of the environment. */
  readonly names: readonly string[];
  readonly index: number;
}

function readDomain(name: string, { input, pathOf, hasUsers }: DomainDraft, among: Among) {
  const tell = ({ path, ...rest }: Finding): Finding => ({ path: pathOf(path), ...rest });
  const { settings, findings } = readSettings(input);
  if (settings === undefined)
    return { findings: [...findings, ...lookPast(name, input, findings, among)].map(tell) };
  const resolved = resolve(name, settings);
  const environment = hasUsers ? resolved : { ...resolved, users: [] };
  return { environment, findings: inconsistencies(environment, among).map(tell) };
}

/** Stands for a zone that is wrong or missing; what the name of the zone decides is not judged then. */
const ANY_ZONE = { id: 'Z0123456789ABCDEFGHIJ' };
const BY_ZONE = ['domain', 'hostName', 'envelopeDomain'];

/**
 * Without the wrong values the right ones may still contradict each other: that is said in the same message. Where a value is
 * missed that was taken out, what holds it is taken out too.
 */
function lookPast(name: string, input: unknown, findings: readonly Finding[], among: Among): Finding[] {
  const known = [...findings];
  const isZoneWrong = findings.some(({ path }) => path[0] === 'hostedZone');
  let paths = findings.map(({ path }) => path);
  while (!paths.some(({ length }) => length === 0)) {
    const rest = without(input, paths);
    const { settings, findings: found } = readSettings(
      isZoneWrong && isRecord(rest) ? { ...rest, hostedZone: ANY_ZONE } : rest,
    );
    const further = (settings === undefined ? found : inconsistencies(resolve(name, settings), among))
      .map((finding) => ({ ...finding, path: pathBefore(paths, finding.path) }))
      .filter(({ path: [key] }) => !isZoneWrong || !BY_ZONE.includes(String(key)));
    const news = further.filter(isNewsTo(known));
    known.push(...news);
    if (settings !== undefined || further.length === 0) break;
    paths = [...paths, ...further.map(({ path }) => holderOf(path, paths))];
  }
  return known.slice(findings.length);
}

/** What is missing because it was taken out: then its holder is wrong without it. */
function holderOf(path: Path, taken: readonly Path[]): Path {
  return taken.some((each) => startsWith(each, path) || startsWith(path, each)) ? path.slice(0, -1) : path;
}

/** What is missing only because it was looked past is no news. */
function isNewsTo(known: readonly Finding[]) {
  return (finding: Finding) =>
    !known.some(({ path }) => startsWith(path, finding.path) || startsWith(finding.path, path));
}

/** A problem of the shared part is met once for each environment, and told once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
