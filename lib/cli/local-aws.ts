import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

import { type Command, InvalidArgumentError } from 'commander';

import { type LocalAccountHandle, startAccount, Unbooted } from '../local-aws';
import { telling, UsageError } from './failure';
import { progress } from './say';
import { wholeNumber } from './whole-number';

interface LocalAwsOptions {
  readonly account: string;
  readonly region: string;
  readonly port?: number;
  readonly parameter: Readonly<Record<string, string>>;
  readonly image: Readonly<Record<string, 'arm64' | 'x86_64'>>;
}

/** Documentation addresses (RFC 5737), as many as a new account may have. */
const ADDRESSES = Array.from({ length: 5 }, (_, index) => `203.0.113.${String(index + 10)}`);

/** `kitte local-aws`: the rehearsal's account alone, for any CDK app. */
export function localAwsCommand(command: Command): Command {
  return command
    .argument('[command...]', 'run this with the account in its environment, and end with it')
    .option('--account <id>', "the account's number", accountId, '111122223333')
    .option('--region <name>', 'its region', 'eu-west-1')
    .option('--port <number>', 'of 127.0.0.1; one that is free otherwise', wholeNumber('a port', 65_535))
    .option('--parameter <name=value>', 'a public parameter of AWS; may be repeated', parameter, {})
    .option('--image <id=architecture>', 'an AMI, arm64 or x86_64; may be repeated', image, {})
    .addHelpText(
      'after',
      `
A local AWS account for the unmodified CDK CLI: bootstrap, deploy, diff, destroy. Lambda functions run, instances are not booted. Nothing is kept when it ends, and nothing reaches AWS. What it does not support it refuses by name.

Without a command it prints the environment to be set and serves until Ctrl-C.

Examples:
  kitte local-aws -- sh -c 'npx cdk bootstrap && npx cdk deploy --all'
  kitte local-aws --port 4566
  kitte local-aws --image ami-0123456789abcdef0=arm64 -- npm test`,
    )
    .action(telling(localAws));
}

async function localAws(command: readonly string[], options: LocalAwsOptions): Promise<void> {
  const account: LocalAccountHandle = await startAccount({
    accountId: options.account,
    region: options.region,
    ...(options.port === undefined ? {} : { port: options.port }),
    addressPool: ADDRESSES,
    fleet: new Unbooted(),
    publicParameters: options.parameter,
    images: options.image,
    resolveA: (name) => Promise.resolve(addressesOf(account, name)),
    onEvent: ({ source, text }) => progress(`${source}: ${text}`),
  }).catch((error: unknown) => {
    if (options.port === undefined) throw error;
    throw new UsageError(
      `The account cannot listen on port ${String(options.port)} of 127.0.0.1: ${String((error as Error).message)}. Leave --port out, and a free one is taken.`,
    );
  });
  try {
    if (command.length > 0) process.exitCode = await ranWith(account.env, command);
    else await served(account.env);
  } finally {
    await account.close();
  }
}

/** What its own zones say, as the world would. */
function addressesOf(account: LocalAccountHandle, name: string): string[] {
  const wanted = name.replace(/\.$/, '').toLowerCase();
  return account
    .zones()
    .flatMap(({ records }) => records)
    .filter((record) => record.type === 'A' && record.name.replace(/\.$/, '').toLowerCase() === wanted)
    .flatMap(({ values }) => values);
}

async function ranWith(env: Readonly<Record<string, string>>, command: readonly string[]): Promise<number> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  // It has the terminal: what is typed there reaches it too.
  const leave = () => undefined;
  process.on('SIGINT', leave).on('SIGTERM', leave);
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
  } catch (error) {
    throw new UsageError(`${program} cannot be run: ${(error as Error).message}`);
  } finally {
    process.removeListener('SIGINT', leave).removeListener('SIGTERM', leave);
  }
}

async function served(env: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`);
  process.stdout.write(`${lines.join('\n')}\n`);
  progress('Serving. Ctrl-C ends it, and everything in the account is gone.');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}

function accountId(value: string): string {
  if (/^\d{12}$/.test(value)) return value;
  throw new InvalidArgumentError('An account has a number of twelve digits.');
}

function parameter(value: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, content] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  if (name === undefined || content === undefined)
    throw new InvalidArgumentError('Write it as /aws/service/NAME=VALUE.');
  return { ...before, [name]: content };
}

function image(value: string, before: LocalAwsOptions['image']): LocalAwsOptions['image'] {
  const [, id, architecture] = /^(ami-[0-9a-f]{8,17})=(arm64|x86_64)$/.exec(value) ?? [];
  if (id === undefined)
    throw new InvalidArgumentError('Write it as ami-0123456789abcdef0=arm64, or =x86_64.');
  return { ...before, [id]: architecture as 'arm64' | 'x86_64' };
}
