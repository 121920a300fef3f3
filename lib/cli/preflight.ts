import { Command } from 'commander';

import { clientsFor } from '../deployed/clients';
import { rowsOfViews } from '../checks/examine';
import { resolverLookup } from '../checks/live/resolver';
import { exitCodeOf, type Row } from '../checks/row';
import type { Language } from '../checks/words';
import { loadConfig } from '../limits/load';
import { FAR_END } from '../config/far-end';
import { select } from '../config/select';
import { entryOf, PREFLIGHT } from '../preflight/checks';
import type { Site } from '../preflight/given';
import { preflightViews } from '../preflight/in-zone';
import { liveAccount } from '../preflight/live/account';
import { delegated } from '../preflight/live/referral';
import { lookOf } from '../rehearsal/report/terminal';
import { doctorTable } from './doctor-table';
import { aboutDomains, type DomainOptions, readDomain, withDomain } from './domain';
import { telling } from './failure';
import { hostName } from './host-name';
import { languageOf, languageOption } from './language';
import { resolvers } from './resolver-option';
import { printJson } from './say';

interface PreflightOptions extends DomainOptions {
  readonly json?: true;
  readonly lang?: Language;
  readonly resolver: readonly string[];
  readonly farEnd: string;
}

const EXAMPLE = `
It looks at what receivers do not take as the config means it; the account and region of the credentials; what an earlier deploy left; the zone, its delegation, what hides names of it, and the records in it; whether somebody takes the mail of the domain, and nobody's is taken away; the SPF record as it will be, with all that it includes; CAA; the bootstrap; the image, a network that the config names, and the instance type in the zone where the server will be; room for the networks, processors and Elastic IPs of all that is not deployed yet; and, if there is a server, whether it reaches port 25.

Exit code: 0 all pass; 1 something fails, or it could not run; 2 nothing fails, something warns. A skipped row could not be looked at, says why, and does not count.

Examples:
  kitte preflight
  kitte preflight --environment prod --resolver 1.1.1.1 --json`;

/** `kitte preflight`: whether a deploy can succeed, before it is tried. */
export function preflightCommand(command: Command): Command {
  return aboutDomains(
    command
      .option('--environment <name>', 'one environment (default: all)')
      .option('--config <file>', 'the config (default: kitte.config.ts)'),
    'all',
  )
    .option('--json', 'print the rows as JSON')
    .addOption(languageOption())
    .option(
      '--resolver <address>',
      'ask this resolver; may be given again (default: those of the system)',
      resolvers,
      [],
    )
    .option('--far-end <host>', 'whose port 25 a server that is there tries to reach', hostName, FAR_END)
    .addHelpText('after', EXAMPLE)
    .action(telling(run));
}

async function run(options: PreflightOptions): Promise<void> {
  const language = options.lang ?? languageOf(process.env);
  const rows: (Row & { environment: string })[] = [];
  const environments = select(await loadConfig(options.config, options.environment), options.environment);
  const having = withDomain(environments, options.domain);
  const together = having.map(({ environment }) => ({
    environment,
    account: liveAccount(environment, clientsFor(environment.region)),
  }));
  for (const site of together) {
    const found = await look(site, together, options, language);
    rows.push(...found.map((row) => ({ environment: site.environment.name, ...row })));
  }
  if (options.json === true) printJson({ at: new Date().toISOString(), rows });
  else process.stdout.write(doctorTable(rows, lookOf(process.stdout, process.env), language));
  process.exitCode = exitCodeOf(rows);
}

function look(
  site: Site,
  together: readonly Site[],
  { resolver, farEnd, domain }: PreflightOptions,
  language: Language,
): Promise<Row[]> {
  const lookup = resolverLookup(resolver);
  const given = {
    ...site,
    together,
    lookup,
    delegated: (zone: string) => delegated(zone, lookup),
    farEnd,
  };
  return rowsOfViews(
    preflightViews(given, domain === undefined ? undefined : readDomain(domain)),
    PREFLIGHT,
    language,
    entryOf,
  );
}
