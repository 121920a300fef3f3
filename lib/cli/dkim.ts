import { Command, InvalidArgumentError } from 'commander';

import { selector } from '../config/schema/selectors';
import { lookOf } from '../rehearsal/report/terminal';
import { rotate } from './dkim-rotate';
import { type DkimOptions, situationOf } from './dkim-situation';
import { allAnswered, statusJson, statusText } from './dkim-status';
import { aboutOne } from './environment';
import { telling } from './failure';
import { resolvers } from './resolver-option';

const EXITS = `
Exit code of status: 0 every name server of the zone answered; 1 one did not, or it could not run.
Exit code of rotate: 0 the config was changed; 1 it could not run; 2 too early, the reason and the time are said; 3 the config must be changed by hand, the exact change is printed.

Examples:
  kitte dkim status
  kitte dkim rotate
  kitte dkim rotate --environment prod --selector s2027 --yes`;

/** `kitte dkim`: which key signs, and how another takes its place. */
export function dkimCommand(command: Command): Command {
  const status = shared('status', 'Ask every name server of the zone for every selector. Changes nothing.')
    .option('--json', 'print it as JSON')
    .action(
      telling(async (options: DkimOptions & { readonly json?: true }) => {
        const situation = await situationOf(options);
        process.stdout.write(
          options.json === true
            ? `${JSON.stringify(statusJson(situation), null, 2)}\n`
            : statusText(situation, lookOf(process.stdout, process.env)),
        );
        if (!allAnswered(situation)) process.exitCode = 1;
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
        await rotate(await situationOf(options, options.selector), options.yes ?? false);
      }),
    );
  return command.addCommand(status).addCommand(turn).addHelpText('after', EXITS);
}

function shared(name: string, description: string): Command {
  return aboutOne(new Command(name).description(description))
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
