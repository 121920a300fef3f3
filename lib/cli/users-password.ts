import { Command } from 'commander';

import { turnPassword } from '../deployed/users-secret';
import { SUBMISSION_PORTS } from '../machine/ports';
import { hurry, inForce } from '../operate/password';
import { type Tried, tryLogin } from '../operate/submission';
import { confirmed } from './confirmed';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { inWords } from './place';
import { reach } from './reach';
import { printJson, progress, say } from './say';
import { theUser } from './the-user';
import { wholeNumber } from './whole-number';

interface PasswordOptions extends EnvironmentOptions {
  readonly yes?: true;
  readonly withPassword?: true;
  readonly deadline: number;
  readonly json?: true;
}

export function usersPassword(): Command {
  return aboutOne(new Command('password'))
    .description('Turn the password of a login: a new one in the secret, in force on the server.')
    .argument('<login>', 'the login')
    .option('--with-password', 'print the new password')
    .option('--yes', 'do not ask')
    .option('--deadline <seconds>', 'how long to wait for the server', wholeNumber('seconds', 3600), 420)
    .option('--json', 'print the outcome as JSON')
    .addHelpText(
      'after',
      `
The old password stays in the secret as the version AWSPREVIOUS, and is refused once the server has the new one.
A deploy does not undo it.

Exit code: 0 the new password is let in and the old one is refused; 1 otherwise, or it could not run.

Example:
  kitte users password app --yes`,
    )
    .action(telling(turn));
}

async function turn(login: string, options: PasswordOptions): Promise<void> {
  const environment = await theEnvironment(options);
  const user = theUser(environment, login);
  const { clients, names, machine, place } = await reach(environment);
  await confirmed(
    `Turn the password of ${user.login}, of ${inWords(place)}? Programs that use the old one are refused from then on.`,
    options.yes === true,
  );
  const { version, previousVersion, oldPassword, newPassword } = await turnPassword(
    clients,
    names,
    user.login,
  );
  progress(
    `${names.usersSecret} has version ${version}; the old password stays in it as ${previousVersion}.`,
  );
  const notAsked = await hurry(machine);
  if (notAsked !== undefined)
    progress(`The server takes it in by itself within six minutes; it could not be hurried: ${notAsked}`);
  await inForce(clients, names, version, options.deadline * 1000);
  progress(`${machine.instanceId} reports that it is in force; trying both passwords.`);
  const door = { host: environment.hostName, port: SUBMISSION_PORTS.submissions, login: user.login };
  const fresh = await tryLogin({ ...door, password: newPassword });
  const old = await tryLogin({ ...door, password: oldPassword });
  const problem = wrong(fresh, old, user.login);
  if (options.json === true)
    printJson({
      ...place,
      ...{ login: user.login, secret: names.usersSecret, version, previousVersion },
      ...{ newPassword: fresh.kind, oldPassword: old.kind },
      ...(options.withPassword === true ? { password: newPassword } : {}),
    });
  else {
    if (problem === undefined)
      say(`The new password of ${user.login} is let in, the old one is refused, by ${inWords(place)}.`);
    if (options.withPassword === true) process.stdout.write(`${newPassword}\n`);
    else say(`kitte users show ${user.login} says how a program gets it.`);
  }
  if (problem !== undefined) throw new UsageError(problem);
}

function wrong(fresh: Tried, old: Tried, login: string): string | undefined {
  const problems = [
    ...(fresh.kind === 'accepted' ? [] : [`the new password is ${fresh.kind}: ${fresh.words}`]),
    ...(old.kind === 'refused'
      ? []
      : [`the old password is ${old.kind}${'words' in old ? `: ${old.words}` : ''}`]),
  ];
  if (problems.length === 0) return undefined;
  return `The server reports the new password of ${login}, but seen from here ${problems.join('; ')}. Look at the server with kitte doctor --login.`;
}
