import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { promisify } from 'node:util';

import { Command, InvalidArgumentError } from 'commander';

import { clientsFor } from '../deployed/clients';
import { type DeployedServer, deployedServer } from '../deployed/server';
import { CHECKS } from '../checks/checks';
import { examine } from '../checks/examine';
import { inquiries, type Facts } from '../checks/inquiry';
import { factsOf } from '../checks/live/facts';
import { resolverLookup } from '../checks/live/resolver';
import { messageByDomain } from '../checks/message-domain';
import { secureLookup } from '../checks/live/secure-lookup';
import { visitSmtp } from '../checks/live/smtp';
import { wayOnto } from '../checks/live/way-onto';
import type { Probe } from '../checks/probe';
import { exitCodeOf, type Row } from '../checks/row';
import { domainsInForce, viewsFor, viewsWith } from '../checks/views';
import type { Language } from '../checks/words';
import { domainsOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { FAR_END } from '../config/far-end';
import { lookOf } from '../rehearsal/report/terminal';
import { doctorTable } from './doctor-table';
import { aboutDomains, type DomainOptions, theDomain } from './domain';
import { aboutOne, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { hostName } from './host-name';
import { languageOf, languageOption } from './language';
import { resolvers } from './resolver-option';
import { watching } from './watching';

interface DoctorOptions extends DomainOptions {
  readonly json?: true;
  readonly watch?: number | true;
  readonly lang?: Language;
  readonly resolver: readonly string[];
  readonly address?: string;
  readonly login?: true;
  readonly message?: string;
  readonly shell?: string;
  readonly spamhausKey?: string;
  readonly farEnd: string;
  readonly aws: boolean;
}

const WATCH_SECONDS = 60;

/** `kitte doctor`: everything that decides whether mail is accepted, looked at from outside. */
export function doctorCommand(command: Command): Command {
  return aboutDomains(aboutOne(command), 'all')
    .option('--json', 'print the rows as JSON')
    .option(
      '--watch [seconds]',
      `look again and again, this long after each look (default: ${String(WATCH_SECONDS)}), until Ctrl-C; with --json one line a look`,
      seconds,
    )
    .addOption(languageOption())
    .option(
      '--resolver <address>',
      'ask this resolver; may be given again (default: those of the system)',
      resolvers,
      [],
    )
    .option('--address <ip>', 'the Elastic IP, where no AWS credentials tell it', ipv4)
    .option('--login', "read the users' secret and try the first login on 465 and 587")
    .option(
      '--message <file>',
      'judge this message, saved whole where it arrived: signature, alignment, format, unsubscribe (without it the machine signs one that stays there)',
    )
    .option(
      '--shell <command>',
      'another way onto the machine than Run Command: a command that runs the shell script of its last argument',
    )
    .option('--far-end <host>', 'whose port 25 the machine tries to reach', hostName, FAR_END)
    .option('--spamhaus-key <key>', "a key of Spamhaus's Data Query Service (or KITTE_SPAMHAUS_KEY)")
    .option('--no-aws', 'do not ask the AWS account')
    .addHelpText(
      'after',
      `
Exit code: 0 all pass; 1 something fails, or it could not run; 2 nothing fails, something warns. What is skipped does not count.

Examples:
  kitte doctor
  kitte doctor --environment prod --resolver 1.1.1.1 --login
  kitte doctor --watch 300 --lang ja
  kitte doctor --domain news.example.org
  kitte doctor --json | jq '.rows[] | select(.verdict == "fail")'
  kitte doctor --message arrived.eml --shell 'ssh root@mail.example.com'`,
    )
    .action(telling(doctor));
}

function seconds(value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= 86_400) return count;
  throw new InvalidArgumentError('It must be a whole number of seconds from 1 to 86400.');
}

function ipv4(value: string): string {
  if (isIPv4(value)) return value;
  throw new InvalidArgumentError('It must be an IPv4 address such as 192.0.2.1: Kitte sends over IPv4.');
}

async function doctor(options: DoctorOptions): Promise<void> {
  const environment = await theEnvironment(options);
  const chosen = options.domain === undefined ? undefined : theDomain(environment, options.domain).domain;
  const language = options.lang ?? languageOf(process.env);
  const once = async () => {
    const rows = await look(environment, chosen, await messageOf(options), options, language);
    process.stdout.write(
      options.json === true
        ? asJson(environment.name, rows, options)
        : doctorTable(rows, lookOf(process.stdout, process.env), language),
    );
    process.exitCode = exitCodeOf(rows);
  };
  if (options.watch === undefined) await once();
  else await watching(once, (options.watch === true ? WATCH_SECONDS : options.watch) * 1000);
}

/** A line a look for who watches, so that a pipe can be read as it comes. */
function asJson(environment: string, rows: readonly Row[], { watch }: DoctorOptions): string {
  const value = { environment, at: new Date().toISOString(), rows };
  return `${watch === undefined ? JSON.stringify(value, null, 2) : JSON.stringify(value)}\n`;
}

async function look(
  environment: Environment,
  chosen: string | undefined,
  message: Facts['message'],
  options: DoctorOptions,
  language: Language,
): Promise<Row[]> {
  const without = { unknown: { en: '--no-aws is given', ja: '--no-aws が指定されています' } };
  const server = options.aws ? deployedServer(environment, clientsFor(environment.region)) : undefined;
  const spamhausKey = options.spamhausKey ?? process.env['KITTE_SPAMHAUS_KEY'];
  const address = options.address === undefined ? undefined : { value: options.address };
  const messageFor = messageByDomain(message, chosen === undefined ? domainsOf(environment) : []);
  const factsFor = async (view: Environment): Promise<Facts> => ({
    ...(server
      ? await factsOf(server, view, options.login ?? false)
      : { address: without, dkim: without, report: without, nameServers: without, login: without }),
    ...(address === undefined ? {} : { address }),
    message: messageFor(view.domain),
    farEnd: options.farEnd,
    ...(spamhausKey === undefined ? {} : { spamhausKey }),
  });
  const machine = await machineOf(server, options);
  const probe: Probe = {
    lookup: resolverLookup(options.resolver),
    secure: secureLookup(options.resolver),
    smtp: visitSmtp,
    now: () => new Date(),
    ...(machine === undefined ? {} : { machine }),
  };
  const views = await viewsWith(
    viewsFor(domainsInForce(environment), (view) => view, chosen),
    async (view) => ({ view, facts: await factsFor(view) }),
  );
  const inquire = inquiries(views.server.given.facts, probe);
  const asked = await viewsWith(views, ({ view, facts }) => Promise.resolve(inquire(view, facts)));
  return examine(asked, CHECKS, language);
}

async function messageOf({ message }: DoctorOptions): Promise<Facts['message']> {
  if (message === undefined)
    return { unknown: { en: 'no message is given', ja: 'メールが指定されていません' } };
  try {
    return { value: await readFile(message) };
  } catch (error) {
    throw new UsageError(
      `The message ${message} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** By the person's own command, else by Run Command where there are credentials. */
async function machineOf(
  server: DeployedServer | undefined,
  { shell }: DoctorOptions,
): Promise<Probe['machine']> {
  if (shell !== undefined) return (commandLine) => onMachine(shell, commandLine);
  const way = server && wayOnto(await server.machine(), 'kitte doctor');
  return way?.ok === true ? way.value : undefined;
}

/** The person's own command, split as a shell would split it, with ours as its last argument. */
async function onMachine(shell: string, commandLine: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('sh', ['-c', `exec ${shell} "$0"`, commandLine], {
      timeout: 30_000,
    });
    return stdout;
  } catch (error) {
    // Its own message is the whole command.
    const { stderr = '' } = error as { stderr?: string };
    throw stderr.trim() === '' ? error : new Error(stderr.trim().split('\n').slice(-3).join(' / '));
  }
}
