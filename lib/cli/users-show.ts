import { Command, Option } from 'commander';

import { clientsFor } from '../deployed/clients';
import { readUsers } from '../deployed/users-secret';
import type { Environment } from '../config/environment';
import { namesOf } from '../config/names';
import { SUBMISSION_PORTS } from '../machine/ports';
import { type Program, PROGRAMS, settingsFor } from '../users/settings';
import { fetchCommand, type Submission } from '../users/submission';
import { senderOf } from '../users/sender';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { printJson } from './say';
import { theUser } from './the-user';

interface ShowOptions extends EnvironmentOptions {
  readonly for?: Program;
  readonly withPassword?: true;
  readonly json?: true;
}

export function usersShow(): Command {
  return aboutOne(new Command('show'))
    .description('The settings of a login, ready to paste into a program.')
    .argument('<login>', 'the login')
    .addOption(new Option('--for <program>', 'only for this one').choices([...PROGRAMS]))
    .option('--with-password', 'read the password from the secret and print it too')
    .option('--json', 'print them as JSON')
    .addHelpText(
      'after',
      `
Without --with-password no AWS credentials are needed: the settings read the password from MAIL_PASSWORD.
For mail servers, cron and PHP it is a script that root runs on the machine that sends.

Examples:
  kitte users show app --for nodemailer
  kitte users show app --for msmtp --with-password > ~/.msmtprc
  kitte users show app --for postfix > relay.sh`,
    )
    .action(telling(show));
}

async function show(login: string, options: ShowOptions): Promise<void> {
  const environment = await theEnvironment(options);
  const submission = await submissionOf(environment, login, options.withPassword === true);
  const programs = options.for === undefined ? PROGRAMS : [options.for];
  if (options.json === true) {
    const settings = programs.map((program) => [program, settingsFor(program, submission)]);
    return printJson({
      environment: environment.name,
      ...submission,
      tls: 'implicit',
      settings: Object.fromEntries(settings) as object,
    });
  }
  const { host, port, from, fetch } = submission;
  // For one program it is the file and nothing else, so that it can be redirected.
  if (options.for !== undefined) return void process.stdout.write(settingsFor(options.for, submission));
  const head = [
    `Server ${host}, port ${String(port)}, implicit TLS (or ${String(SUBMISSION_PORTS.submission)}, STARTTLS); login ${submission.login}; sender ${from}.`,
    ...(submission.password === undefined ? [`Password: ${fetch}`] : [`Password: ${submission.password}`]),
  ];
  const parts = programs.map((program) => `# ${program}\n${settingsFor(program, submission)}`);
  process.stdout.write(`${head.join('\n')}\n\n${parts.join('\n')}`);
}

async function submissionOf(
  environment: Environment,
  login: string,
  withPassword: boolean,
): Promise<Submission> {
  const user = theUser(environment, login);
  const names = namesOf(environment.name);
  const common = {
    host: environment.hostName,
    port: SUBMISSION_PORTS.submissions,
    login: user.login,
    from: senderOf(user, user),
    domain: user.domain,
    senders: user.senders,
    whole: user.senders.includes(`@${user.domain}`),
    fetch: fetchCommand(names.usersSecret, user.login, environment.region),
  };
  if (!withPassword) return common;
  const { passwords } = await readUsers(clientsFor(environment.region), names);
  const password = Object.hasOwn(passwords, user.login) ? passwords[user.login] : undefined;
  if (password === undefined)
    throw new UsageError(
      `The secret ${names.usersSecret} has no login "${user.login}". Deploy the config that names it.`,
    );
  return { ...common, password };
}
