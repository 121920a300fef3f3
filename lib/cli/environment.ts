import type { Environment } from '../config/environment';
import { loadConfig } from '../config/load';
import { select } from '../config/select';
import { UsageError } from './failure';

export interface EnvironmentOptions {
  readonly environment?: string;
  readonly config?: string;
}

/** The one that is named, else the first. */
export async function theEnvironment({
  environment: name,
  config,
}: EnvironmentOptions): Promise<Environment> {
  const [environment] = select(await loadConfig(config), name);
  if (environment === undefined) throw new UsageError('The config has no environment.');
  return environment;
}
