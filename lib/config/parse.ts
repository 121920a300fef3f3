import { collisions } from './collisions';
import { inconsistencies } from './consistency';
import type { Environment } from './environment';
import { forwardLoops } from './forward-loops';
import { spreadEnvironments, type Draft } from './environments';
import { readSettings, type Finding } from './findings';
import { ConfigError, type Problem } from './problem';
import { resolve } from './resolve';
import { without } from './tree';

/** A config of whatever origin to its environments; throws a ConfigError that lists every problem of all of them. */
export function parseConfig(input: unknown): Environment[] {
  const { drafts, problems } = spreadEnvironments(input);
  const read = drafts.map(readEnvironment);
  refuse([...problems, ...read.flatMap((reading) => reading.problems)]);
  const environments = read.flatMap((reading) => reading.environment ?? []);
  const loops = forwardLoops(environments);
  refuse(
    environments.flatMap((environment, index) =>
      [
        ...collisions(environment, environments.slice(0, index)),
        ...loops.filter((loop) => loop.environment === environment),
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
  const first = readSettings(draft.input);
  if (first.settings !== undefined) {
    const environment = resolve(draft.name, first.settings);
    return { environment, problems: inconsistencies(environment).map(tell) };
  }
  // Looking past the wrong values, the right ones may still contradict each other: say so in the same message.
  const paths = first.findings.map(({ path }) => path);
  const second = readSettings(without(draft.input, paths));
  const further = second.settings === undefined ? [] : inconsistencies(resolve(draft.name, second.settings));
  return {
    problems: [...first.findings, ...second.findings.filter(isNewsTo(first.findings)), ...further].map(tell),
  };
}

/** What is missing only because it was looked past is no news. */
function isNewsTo(known: readonly Finding[]) {
  return (finding: Finding) =>
    !known.some(({ path }) => {
      const length = Math.min(path.length, finding.path.length);
      return String(path.slice(0, length)) === String(finding.path.slice(0, length));
    });
}

/** A problem of the shared part is met once for each environment, and told once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
