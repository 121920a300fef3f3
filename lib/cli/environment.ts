import type { Command } from 'commander';

import type { Environment } from '../config/environment';
import { loadConfig } from '../config/load';
import { select } from '../config/select';
import { UsageError } from './failure';

export interface EnvironmentOptions {
  readonly environment?: string;
  readonly config?: string;
}

/** Adds the two options by which a command learns whom it is about. */
export function aboutOne(command: Command): Command {
  return command
    .option('--environment <name>', 'which environment (default: the first)')
    .option('--config <file>', 'the config (default: kitte.config.ts)');
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
