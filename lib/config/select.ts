import type { Environment } from './environment';

/** The environment of that name, or all of them without a name. */
export function select(
  environments: readonly Environment[],
  name: string | undefined,
): readonly Environment[] {
  if (name === undefined) return environments;
  const chosen = environments.filter((environment) => environment.name === name);
  if (chosen.length === 0)
    throw new Error(
      `There is no environment "${name}" in the config. It has: ${environments.map((each) => each.name).join(', ')}.`,
    );
  return chosen;
}
