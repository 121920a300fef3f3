import { Command } from 'commander';

import { clientsFor } from '../deployed/clients';
import { AwsFailure, demanded } from '../deployed/failure';
import { reportOf } from '../deployed/report';
import { usersVersion } from '../deployed/users-secret';
import { loginsOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { namesOf } from '../config/names';
import { lookOf } from '../rehearsal/report/terminal';
import { columns } from '../rehearsal/report/terminal-columns';
import { wrapped } from '../rehearsal/report/wrapping';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling } from './failure';
import { moment, printJson } from './say';

export function usersList(): Command {
  return aboutOne(new Command('list'))
    .description('The logins of the config, and whether the server has the present passwords.')
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExample:\n  kitte users list --environment prod --json')
    .action(telling(list));
}

async function list(options: EnvironmentOptions & { readonly json?: true }): Promise<void> {
  const environment = await theEnvironment(options);
  const passwords = await passwordsOf(environment);
  const { limits } = environment;
  const users = loginsOf(environment);
  const several = (environment.others ?? []).length > 0;
  if (options.json === true)
    return printJson({
      environment: environment.name,
      users: users.map(({ login, domain, senders }) => ({ login, ...(several ? { domain } : {}), senders })),
      limits,
      passwords,
    });
  const { width } = lookOf(process.stdout, process.env);
  const rows = users.map(({ login, domain, senders }) => [
    login,
    ...(several ? [domain] : []),
    senders.join(', '),
  ]);
  const heading = ['Login', ...(several ? ['Domain'] : []), 'May send as'];
  const notes = [
    words(passwords),
    `Each may send ${String(limits.messagesPerDay)} messages a day, to ${String(limits.recipientsPerDay)} recipients.`,
  ];
  process.stdout.write(
    `${columns([heading, ...rows], width)}\n\n${notes.flatMap((note) => wrapped(note, width)).join('\n')}\n`,
  );
}

type PasswordsState =
  | {
      readonly secret: string;
      readonly version: string;
      readonly changed?: Date;
      /** Whether the machine has taken this version in. */
      readonly inForce: boolean;
    }
  | { readonly secret: string; readonly unknown: string };

/** No password is read for this. */
async function passwordsOf(environment: Environment): Promise<PasswordsState> {
  const names = namesOf(environment.name);
  const clients = clientsFor(environment.region);
  const secret = names.usersSecret;
  try {
    const [{ current, changed }, report] = await Promise.all([
      usersVersion(clients, names),
      reportOf(clients.ssm, names.status).then(demanded),
    ]);
    return {
      ...{ secret, version: current, inForce: report.usersVersion === current },
      ...(changed === undefined ? {} : { changed }),
    };
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    return { secret, unknown: error.message };
  }
}

function words(state: PasswordsState): string {
  if ('unknown' in state) return `Passwords: in the secret ${state.secret}; not looked at: ${state.unknown}`;
  const changed = state.changed === undefined ? '' : `, changed ${moment(state.changed)}`;
  return `Passwords: in the secret ${state.secret}${changed}; ${
    state.inForce ? 'the server has them' : 'the server has not taken in the newest yet'
  }.`;
}
