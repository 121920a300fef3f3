import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Command } from 'commander';

import { NOTED } from '../cost/prices';

interface Listed {
  readonly name: string;
  readonly description: string;
  /** Gives it its options and what it does; loaded for the command that is asked alone. */
  readonly load: () => Promise<(command: Command) => Command>;
}

const COMMANDS: readonly Listed[] = [
  {
    name: 'cost',
    description: `Estimate what an environment costs a month, from the config and list prices of ${NOTED}.`,
    load: async () => (await import('./cost.js')).costCommand,
  },
  {
    name: 'dkim',
    description: 'The DKIM keys: how they stand, and changing them.',
    load: async () => (await import('./dkim.js')).dkimCommand,
  },
  {
    name: 'doctor',
    description:
      'Look at a deployed server from outside and say what is wrong and what to do next. It needs no AWS credentials; with them it sees more.',
    load: async () => (await import('./doctor.js')).doctorCommand,
  },
  {
    name: 'init',
    description: 'Write kitte.config.ts: a few questions, or the flags that answer them.',
    load: async () => (await import('./init.js')).initCommand,
  },
  {
    name: 'local-aws',
    description: 'A local AWS account for any CDK app: deploy, diff and destroy without AWS.',
    load: async () => (await import('./local-aws.js')).localAwsCommand,
  },
  {
    name: 'logs',
    description: "Tell what happened to a message, from the server's journal, in the order of events.",
    load: async () => (await import('./logs.js')).logsCommand,
  },
  {
    name: 'mailbox',
    description:
      'What lies in the mailbox on the server: returned mail and that to roles; show it, delete it.',
    load: async () => (await import('./mailbox.js')).mailboxCommand,
  },
  {
    name: 'port25',
    description:
      'Try from the server whether EC2 lets mail out on port 25; if not, print the request to AWS.',
    load: async () => (await import('./port25.js')).port25Command,
  },
  {
    name: 'preflight',
    description: 'Ask AWS and the DNS whether the config can be deployed. Changes nothing.',
    load: async () => (await import('./preflight.js')).preflightCommand,
  },
  {
    name: 'queue',
    description: 'Look at the mail that waits on the server, or act on it.',
    load: async () => (await import('./queue.js')).queueCommand,
  },
  {
    name: 'rehearse',
    description:
      'Run the template on this machine: real Debian, real Postfix, real mail. Nothing reaches AWS.',
    load: async () => (await import('./rehearse.js')).rehearseCommand,
  },
  {
    name: 'rename',
    description:
      'Take the next step of a rename of the host, without a gap: it changes the config, and `cdk deploy` carries it out.',
    load: async () => (await import('./rename.js')).renameCommand,
  },
  {
    name: 'send',
    description: 'Submit a test mail with a stored login, and follow it to what the receiver says.',
    load: async () => (await import('./send.js')).sendCommand,
  },
  {
    name: 'users',
    description: 'The logins: who there is, how a program logs in, and a new password for one.',
    load: async () => (await import('./users.js')).usersCommand,
  },
  {
    name: 'zone',
    description: 'Print every DNS record and why it is there.',
    load: async () => (await import('./zone.js')).zoneCommand,
  },
];

/** The whole program, with the one command that the arguments name (`doctor`, `help doctor`) ready to run. */
export async function program(args: readonly string[]): Promise<Command> {
  const kitte = new Command('kitte')
    .description('One typed config becomes a sending mail server whose mail is accepted.')
    .version(version(), '-V, --version', 'print the version');
  const asked = args.find((arg) => arg !== 'help' && !arg.startsWith('-'));
  for (const { name, description, load } of COMMANDS) {
    const command = kitte.command(name).description(description);
    if (name === asked) (await load())(command);
  }
  // Wrapping costs its library: loaded for who reads a command's help alone.
  if (args.some((arg) => HELP.includes(arg))) (await import('./help-width.js')).withinWidth(kitte);
  return kitte;
}

const HELP = ['help', '-h', '--help'];

function version(): string {
  const { version: own } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  return own;
}
