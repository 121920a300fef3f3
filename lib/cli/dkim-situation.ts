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
import type { DomainOptions } from './domain';
import { UsageError } from './failure';
import { progress } from './say';

export interface DkimOptions extends DomainOptions {
  readonly resolver: readonly string[];
  readonly aws: boolean;
}

/** What both commands know of a domain before they differ. */
export interface Situation {
  readonly file: string;
  readonly environments: readonly Environment[];
  /** As the domain sees it. */
  readonly environment: Environment;
  /** Whether it is one of several: then a command must name it. */
  readonly isOneOfSeveral: boolean;
  readonly seen: Seen;
  readonly step: Step;
  /** When a new key is wanted though no rotation is under way. */
  readonly due: Known<Due>;
}

interface Chosen {
  readonly file: string;
  readonly environments: readonly Environment[];
  readonly environment: Environment;
}

export async function chosenIn(options: DkimOptions): Promise<Chosen> {
  const environments = await loadConfig(options.config, options.environment);
  const environment = only(environments, options.environment);
  return { file: resolve(options.config ?? CONFIG_FILE), environments, environment };
}

type Asked = Chosen & { readonly options: DkimOptions };

/** Of a domain about which nothing can be learnt that is told, and the others are shown. */
export async function statusOf(views: readonly Environment[], asked: Asked): Promise<Situation[]> {
  const found: Situation[] = [];
  const problems: UsageError[] = [];
  for (const view of views)
    try {
      found.push(await situationOf(view, asked));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error);
    }
  const [problem] = problems;
  if (found.length === 0 && problem !== undefined) throw problem;
  if (problems.length > 0) process.exitCode = 1;
  for (const { message } of problems) progress(message);
  return found;
}

export async function situationOf(
  view: Environment,
  { file, environments, environment, options }: Asked,
  wanted?: string,
): Promise<Situation> {
  const isFirst = view.domain === environment.domain;
  const seen = await look({ ...view, isFirst }, [candidate(view.dkim, wanted)], options);
  const now = new Date();
  const step = plan(view, seen, now, wanted);
  const due = dueOf(seen.made, now);
  const isOneOfSeveral = (environment.others ?? []).length > 0;
  return { file, environments, environment: view, isOneOfSeveral, seen, step, due };
}

async function look(
  environment: Environment & { readonly isFirst: boolean },
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
