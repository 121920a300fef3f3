import type { Command } from 'commander';

import type { Environment } from '../config/environment';
import { loadConfig } from '../limits/load';
import { only } from '../config/select';

export interface EnvironmentOptions {
  readonly environment?: string;
  readonly config?: string;
}

/** Adds the two options by which a command learns whom it is about. */
export function aboutOne(command: Command): Command {
  return command
    .option(
      '--environment <name>',
      'which environment (needed if there are several and the config names no defaultEnvironment)',
    )
    .option('--config <file>', 'the config (default: kitte.config.ts)');
}

/** The one that is named; else the only one, or the one that the config names as the default. */
export async function theEnvironment({
  environment: name,
  config,
}: EnvironmentOptions): Promise<Environment> {
  return only(await loadConfig(config, name), name);
}
