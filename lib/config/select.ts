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

/**
 * The one environment that a command is about. Of several none is guessed: a command that meant the other one would act on the
 * wrong server.
 */
export function only(environments: readonly Environment[], name: string | undefined): Environment {
  const among = select(environments, name);
  const chosen = among.length === 1 ? among[0] : among.find(({ byDefault }) => byDefault === true);
  if (chosen !== undefined) return chosen;
  const names = environments.map((each) => each.name);
  throw new LoadError(
    `The config has several environments: ${names.join(', ')}. Give --environment with one of them, such as --environment ${names[0] ?? ''}, or name one in the config: defaultEnvironment: '${names[0] ?? ''}'.`,
  );
}
