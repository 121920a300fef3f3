import { resolve } from 'node:path';

import { resolverLookup } from '../checks/live/resolver';
import { LookupError } from '../checks/probe';
import type { Environment } from '../config/environment';
import { only } from '../config/select';
import { CONFIG_FILE, loadConfig } from '../limits/load';
import { type Due, dueOf } from '../rotation/due';
import { observe } from '../rotation/live/observe';
import { candidate, plan, type Step } from '../rotation/plan';
import type { Known, Seen } from '../rotation/seen';
import type { EnvironmentOptions } from './environment';
import { UsageError } from './failure';

export interface DkimOptions extends EnvironmentOptions {
  readonly resolver: readonly string[];
  readonly aws: boolean;
}

/** What both commands know before they differ. */
export interface Situation {
  readonly file: string;
  readonly environments: readonly Environment[];
  readonly environment: Environment;
  readonly seen: Seen;
  readonly step: Step;
  /** When a new key is wanted though no rotation is under way. */
  readonly due: Known<Due>;
}

export async function situationOf(options: DkimOptions, wanted?: string): Promise<Situation> {
  const environments = await loadConfig(options.config);
  const environment = only(environments, options.environment);
  const seen = await look(environment, [candidate(environment.dkim, wanted)], options);
  const now = new Date();
  const step = plan(environment, seen, now, wanted);
  const due = dueOf(seen.made, now);
  return { file: resolve(options.config ?? CONFIG_FILE), environments, environment, seen, step, due };
}

async function look(
  environment: Environment,
  further: readonly string[],
  options: DkimOptions,
): Promise<Seen> {
  try {
    return await observe(environment, further, resolverLookup(options.resolver), options.aws);
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    throw new UsageError(
      `The name servers of ${environment.hostedZone.name} cannot be found: ${error.message}. Try again, or with another resolver (--resolver 1.1.1.1).`,
    );
  }
}
