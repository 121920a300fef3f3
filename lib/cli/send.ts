import { Command, InvalidArgumentError } from 'commander';

import { readUsers } from '../deployed/users-secret';
import { loginsOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { SUBMISSION_PORTS } from '../machine/ports';
import { follow, nextStep, type Outcome } from '../operate/send/follow';
import { submit } from '../operate/send/submit';
import { visible } from '../rehearsal/report/visible';
import { maySendAs } from '../config/ownership';
import { senderOf } from '../users/sender';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { inWords } from './place';
import { reach } from './reach';
import { printJson, progress, say } from './say';
import { type Login, theUser } from './the-user';
import { wholeNumber } from './whole-number';

interface SendOptions extends EnvironmentOptions {
  readonly to: string;
  readonly from?: string;
  readonly login?: string;
  readonly deadline: number;
  readonly json?: true;
}

/** `kitte send`: one test mail, followed to the receiver's last word. */
export function sendCommand(command: Command): Command {
  return aboutOne(command)
    .requiredOption('--to <address>', 'the one recipient', address)
    .option('--from <address>', "the sender (default: one of the login's)", address)
    .option('--login <name>', 'the login (default: the first that may send as --from)')
    .option('--deadline <seconds>', 'how long to follow it', wholeNumber('seconds', 3600), 120)
    .option('--json', 'print the outcome as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 the receiver took it; 2 not yet (deferred, on hold, or the deadline passed); 1 refused, bounced, or it could not run.

Example:
  kitte send --to you@elsewhere.example --from hello@example.com`,
    )
    .action(telling(send));
}

function address(value: string): string {
  if (/^[^\s<>,;]+@[^\s<>,;@]+$/.test(value)) return value;
  throw new InvalidArgumentError('It must be one address such as a@b.example.');
}

async function send(options: SendOptions): Promise<void> {
  const environment = await theEnvironment(options);
  const user = sendingUser(environment, options);
  const from = options.from ?? senderOf(user, user);
  const { clients, names, machine, place } = await reach(environment);
  const { passwords } = await readUsers(clients, names);
  const password = Object.hasOwn(passwords, user.login) ? passwords[user.login] : undefined;
  if (password === undefined)
    throw new UsageError(
      `The secret ${names.usersSecret} has no login "${user.login}". Deploy the config that names it.`,
    );
  const { hostName: host } = environment;
  const started = Date.now();
  const accepted = await submit(
    { host, port: SUBMISSION_PORTS.submissions, login: user.login, password },
    {
      ...{ from, to: options.to, subject: `Test from ${host}` },
      text: `A test of ${host}, submitted as ${user.login} on ${new Date().toUTCString()}.\r\n`,
    },
  );
  progress(
    `${host}, ${inWords(place)}, took it from ${from} as ${accepted.queueId}; waiting for the receiver.`,
  );
  const outcome = await follow(machine, accepted.queueId, options.deadline * 1000);
  process.exitCode = outcome.kind === 'delivered' ? 0 : outcome.kind === 'bounced' ? 1 : 2;
  const next = nextStep(outcome, accepted.queueId);
  if (options.json === true)
    return printJson({
      ...place,
      ...{ outcome: outcome.kind, queueId: accepted.queueId, messageId: accepted.messageId },
      ...{ login: user.login, from, to: options.to, seconds: (Date.now() - started) / 1000 },
      ...('delivery' in outcome ? said(outcome) : {}),
      next,
    });
  say(visible(`${summary(outcome, options)}\nSent by ${inWords(place)}. ${next}`));
}

function said({ delivery: { relay, dsn, words } }: Extract<Outcome, { delivery: unknown }>) {
  return { relay, dsn, words };
}

function summary(outcome: Outcome, { to, deadline }: SendOptions): string {
  switch (outcome.kind) {
    case 'held':
      return `On hold, for ${to}.`;
    case 'silent':
      return `No word on ${to} within ${String(deadline)} s.`;
    default: {
      const { relay, dsn, words } = outcome.delivery;
      const at = relay === 'none' ? '' : ` by ${relay}`;
      const how = {
        delivered: `Delivered to ${to}: taken${at}`,
        bounced: `Bounced for ${to}: refused${at}`,
        deferred: `Deferred for ${to}`,
      };
      return `${how[outcome.kind]} (${dsn}). The words: ${words}`;
    }
  }
}

function sendingUser(environment: Environment, { login, from }: SendOptions): Login {
  const users = loginsOf(environment);
  if (login !== undefined) {
    const user = theUser(environment, login);
    if (from !== undefined && !maySendAs({ users }, user, from))
      throw new UsageError(
        `The login ${user.login} may not send as ${from}, only as ${user.senders.join(', ')}. Give another --from or --login.`,
      );
    return user;
  }
  const user = users.find((each) => from === undefined || maySendAs({ users }, each, from));
  if (user !== undefined) return user;
  const may = users.map((each) => `${each.login} as ${each.senders.join(', ')}`);
  throw new UsageError(`No login may send as ${from ?? 'anybody'}. What there is: ${may.join('; ')}.`);
}
