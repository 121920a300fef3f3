import type { Environment } from './environment';
import { LoadError } from './load';

/** The environment of that name, or all of them without a name. */
export function select(
  environments: readonly Environment[],
  name: string | undefined,
): readonly Environment[] {
  if (name === undefined) return environments;
  const chosen = environments.filter((environment) => environment.name === name);
  if (chosen.length === 0)
    throw new LoadError(
      `There is no environment "${name}". The config has: ${environments.map((each) => each.name).join(', ')}.`,
    );
  return chosen;
}
