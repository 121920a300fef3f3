import { resolve } from 'node:path';

import { Command, InvalidArgumentError } from 'commander';

import { resolverLookup } from '../checks/live/resolver';
import { LookupError } from '../checks/probe';
import type { Environment } from '../config/environment';
import { CONFIG_FILE, loadConfig } from '../limits/load';
import { selector } from '../config/schema/selectors';
import { only } from '../config/select';
import { lookOf } from '../rehearsal/report/terminal';
import { observe } from '../rotation/live/observe';
import { candidate, plan, type Step } from '../rotation/plan';
import { dueOf, type Due } from '../rotation/due';
import type { Known, Seen } from '../rotation/seen';
import { rotate } from './dkim-rotate';
import { allAnswered, statusJson, statusText } from './dkim-status';
import { aboutDomains, type DomainOptions, theDomain, theDomains } from './domain';
import { aboutOne } from './environment';
import { telling, UsageError } from './failure';
import { resolvers } from './resolver-option';
import { printJson, progress } from './say';

interface DkimOptions extends DomainOptions {
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

const EXITS = `
Exit code of status: 0 every name server of the zone answered; 1 one did not, or it could not run.
Exit code of rotate: 0 the config was changed; 1 it could not run; 2 too early, the reason and the time are said; 3 the config must be changed by hand, the exact change is printed.

Examples:
  kitte dkim status
  kitte dkim rotate
  kitte dkim rotate --domain news.example.org
  kitte dkim rotate --environment prod --selector s2027 --yes`;

/** `kitte dkim`: which key signs, and how another takes its place. */
export function dkimCommand(command: Command): Command {
  const status = shared('status', 'Ask every name server of the zone for every selector. Changes nothing.')
    .option('--json', 'print it as JSON')
    .action(
      telling(async (options: DkimOptions & { readonly json?: true }) => {
        const { environment, ...rest } = await chosenIn(options);
        const situations = await statusOf(theDomains(environment, options.domain), {
          ...rest,
          environment,
          options,
        });
        const [first] = situations;
        if (options.json !== true) {
          const look = lookOf(process.stdout, process.env);
          process.stdout.write(situations.map((each) => statusText(each, look)).join('\n'));
        } else if (first?.isOneOfSeveral === true && options.domain === undefined)
          printJson({ environment: environment.name, domains: situations.map(statusJson) });
        else if (first !== undefined) printJson(statusJson(first));
        if (!situations.every(allAnswered)) process.exitCode = 1;
      }),
    );
  const turn = shared(
    'rotate',
    'Take the next step of a change of keys: it changes the config, and `cdk deploy` carries it out. Run it again and again until it is over.',
  )
    .option('--selector <name>', 'the new selector (default: the next number)', selectorName)
    .option('--yes', 'change the config without asking')
    .action(
      telling(async (options: DkimOptions & { readonly selector?: string; readonly yes?: true }) => {
        const chosen = await chosenIn(options);
        const view = theDomain(chosen.environment, options.domain);
        await rotate(await situationOf(view, { ...chosen, options }, options.selector), options.yes ?? false);
      }),
    );
  return command.addCommand(status).addCommand(turn).addHelpText('after', EXITS);
}

function shared(name: 'status' | 'rotate', description: string): Command {
  const command = aboutOne(new Command(name).description(description));
  return aboutDomains(command, name === 'status' ? 'all' : 'needed')
    .option(
      '--resolver <address>',
      'ask this resolver for the name servers; may be given again (default: those of the system)',
      resolvers,
      [],
    )
    .option('--no-aws', 'do not ask the AWS account')
    .addHelpText('after', EXITS);
}

function selectorName(value: string): string {
  const read = selector.safeParse(value);
  if (read.success) return read.data;
  throw new InvalidArgumentError(`It must be ${read.error.issues[0]?.message ?? 'a selector'}.`);
}

interface Chosen {
  readonly file: string;
  readonly environments: readonly Environment[];
  readonly environment: Environment;
}

async function chosenIn(options: DkimOptions): Promise<Chosen> {
  const environments = await loadConfig(options.config);
  const environment = only(environments, options.environment);
  return { file: resolve(options.config ?? CONFIG_FILE), environments, environment };
}

type Asked = Chosen & { readonly options: DkimOptions };

/** Of a domain about which nothing can be learnt that is told, and the others are shown. */
async function statusOf(views: readonly Environment[], asked: Asked): Promise<Situation[]> {
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

async function situationOf(
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
