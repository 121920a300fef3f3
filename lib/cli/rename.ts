import { resolve } from 'node:path';

import { Command, InvalidArgumentError } from 'commander';

import { resolverLookup } from '../checks/live/resolver';
import { LookupError } from '../checks/probe';
import { hostZoneOf } from '../config/domains';
import type { Environment, Former, FormerZone } from '../config/environment';
import { hostInForce } from '../config/host-names';
import { CONFIG_FILE, loadConfig } from '../limits/load';
import { hostName as hostNameRule } from '../config/schema/domain-name';
import { only } from '../config/select';
import { observe } from '../renaming/live/observe';
import { PHASES, phaseOf } from '../renaming/phase';
import { plan, type Names, type Step } from '../renaming/plan';
import { editedAtTop } from '../rotation/edit/config-edit';
import { proposed } from '../rotation/edit/config-file';
import { literal } from '../rotation/edit/splice';
import { change } from './config-change';
import { waiting } from './dkim-rotate';
import { aboutOne, type EnvironmentOptions } from './environment';
import { telling, UsageError } from './failure';
import { resolvers } from './resolver-option';
import { progress, say } from './say';

interface RenameOptions extends EnvironmentOptions {
  readonly resolver: readonly string[];
  readonly aws: boolean;
  readonly hostName?: string;
  readonly yes?: true;
}

const TOO_EARLY = 2;

/** `kitte rename`: another host name takes the place of the one of now, in steps of which each is a deploy. */
export function renameCommand(command: Command): Command {
  return aboutOne(command)
    .option('--host-name <name>', 'the new host name, to begin', newHostName)
    .option(
      '--resolver <address>',
      'ask this resolver; may be given again (default: those of the system)',
      resolvers,
      [],
    )
    .option('--no-aws', 'do not ask the AWS account')
    .option('--yes', 'change the config without asking')
    .addHelpText(
      'after',
      `
The steps: an address and a certificate for the new name; then its reverse name; then the greeting; in the end the old name goes.
Run it again and again until it is over. At every moment mail flows, and both names work for clients.

Exit code: 0 the config was changed; 1 it could not run; 2 too early, the reason and the time are said; 3 the config must be changed by hand, the exact change is printed.

Examples:
  kitte rename --host-name smtp.example.com
  kitte rename --environment prod --yes`,
    )
    .action(telling(rename));
}

function newHostName(value: string): string {
  const read = hostNameRule.safeParse(value);
  if (read.success) return read.data;
  throw new InvalidArgumentError(`It must be ${read.error.issues[0]?.message ?? 'a host name'}.`);
}

async function rename(options: RenameOptions): Promise<void> {
  const environments = await loadConfig(options.config, options.environment);
  const environment = only(environments, options.environment);
  const file = resolve(options.config ?? CONFIG_FILE);
  const step = await nextStep(environment, options);
  say(`Environment ${environment.name}, ${hostInForce(environment)}: ${PHASES[phaseOf(environment)]}.`);
  if (step.kind === 'wait') {
    progress(waiting(step));
    process.exitCode = TOO_EARLY;
    return;
  }
  say(`Next: ${step.what}.`);
  const changes = changesOf(environment, step.names);
  await change({
    ...{ file, yes: options.yes ?? false },
    propose: () =>
      proposed(file, environments, { ...environment, ...step.names }, (source) =>
        editedAtTop(source, environment.name, changes),
      ),
    byHand: [
      `Make the config say this of environment ${environment.name}:`,
      ...Object.entries(changes).map(([key, value]) => `  ${key}: ${literal(value, { quote: "'" })}`),
    ],
    after: step.deploy
      ? `Commit it and run \`npx cdk deploy '${environment.name}/*'\`; then \`kitte rename\` takes the next step.`
      : 'It notes what was seen: there is nothing to deploy. `kitte rename` says when the next step can be taken.',
  });
}

async function nextStep(environment: Environment, { hostName, resolver, aws }: RenameOptions): Promise<Step> {
  const hosts = [
    hostInForce(environment),
    environment.hostName,
    ...(hostName === undefined ? [] : [hostName]),
  ];
  try {
    const seen = await observe(environment, [...new Set(hosts)], resolverLookup(resolver), aws);
    return plan(environment, seen, new Date(), hostName);
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    throw new UsageError(
      `The name servers of ${hostZoneOf(environment).name} cannot be found: ${error.message}. Try again, or with another resolver (--resolver 1.1.1.1).`,
    );
  }
}

/** The keys of the config that change, as they are written. */
export function changesOf(
  { hostName }: Pick<Environment, 'hostName'>,
  names: Names,
): Record<string, unknown> {
  return {
    ...(hostName === names.hostName ? {} : { hostName: names.hostName }),
    former: names.former.map(entryText),
  };
}

function asWritten(zone: FormerZone): string | object {
  if (zone.kind === 'elsewhere') return zone.kind;
  const { id, name, role } = zone;
  return { id, name, ...(role === undefined ? {} : { role }) };
}

/** Without what is the default. */
function entryText({ domain, envelopeDomain, hostName, hostedZone, ...entry }: Former): object {
  const { selectors, mx, domainTxt, beside, over, moving } = entry;
  return {
    domain,
    ...(envelopeDomain === domain ? {} : { envelopeDomain }),
    hostName,
    ...(hostedZone === undefined ? {} : { hostedZone: asWritten(hostedZone) }),
    ...(selectors.join() === 'kitte1' ? {} : { selectors }),
    ...(mx ? { mx } : {}),
    ...(domainTxt.length > 0 ? { domainTxt } : {}),
    ...(beside === true ? { beside } : {}),
    ...(over ? { over } : {}),
    ...(moving === undefined
      ? {}
      : { moving: { published: moving.published, ...(moving.reversed ? { reversed: true } : {}) } }),
  };
}
