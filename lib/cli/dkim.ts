import { Command, InvalidArgumentError } from 'commander';

import { selector } from '../config/schema/selectors';
import { lookOf } from '../rehearsal/report/terminal';
import { rotate } from './dkim-rotate';
import { chosenIn, type DkimOptions, situationOf, statusOf } from './dkim-situation';
import { allAnswered, statusJson, statusText } from './dkim-status';
import { aboutDomains, theDomain, theDomains } from './domain';
import { aboutOne } from './environment';
import { telling } from './failure';
import { resolvers } from './resolver-option';
import { printJson } from './say';

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
