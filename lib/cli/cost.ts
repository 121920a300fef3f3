import { Command } from 'commander';

import { clientsFor } from '../deployed/clients';
import { createdZones, estimate } from '../cost/estimate';
import { EVERYWHERE, NOTED, PRICE_PAGES, REGIONS } from '../cost/prices';
import { costRows } from '../cost/table';
import { lookOf } from '../rehearsal/report/terminal';
import { columns } from '../rehearsal/report/terminal-columns';
import { wrapped } from '../rehearsal/report/wrapping';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { printJson } from './say';

interface CostOptions extends EnvironmentOptions {
  readonly region?: string;
  readonly json?: true;
}

/** `kitte cost`: what an environment costs a month at list price. Asks nobody. */
export function costCommand(command: Command): Command {
  return aboutOne(command)
    .option('--region <region>', "the region, where the config names none (default: the shell's)")
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Regions with prices: ${Object.keys(REGIONS).join(', ')}. What is not known is said and left out; the exit code is 2 then.

Example:
  kitte cost --environment prod --region us-east-1`,
    )
    .action(telling(cost));
}

async function cost(options: CostOptions): Promise<void> {
  const environment = await theEnvironment(options);
  const region = options.region ?? environment.region ?? (await regionOfShell());
  if (region === undefined)
    throw new UsageError(
      `Neither the config nor the shell names a region, and prices differ. Give --region, such as --region ${Object.keys(REGIONS)[0] ?? ''}.`,
    );
  const found = estimate(environment, region);
  if (found.unknown.length > 0) process.exitCode = 2;
  if (options.json === true)
    return printJson({ environment: environment.name, pricesNoted: NOTED, currency: 'USD', ...found });
  const { width } = lookOf(process.stdout, process.env);
  const rows = costRows(found).map(([what, price, month]) => [
    month,
    price === '' ? what : `${what}: ${price}`,
  ]);
  const zones = createdZones(environment);
  const notes = [
    ...found.unknown,
    `After cdk destroy of Dns and Server, $${found.staying.toFixed(2)} go on: ${['address', 'queue', 'secret', ...(zones === 0 ? [] : [zones === 1 ? 'zone' : 'zones'])].join(', ')}.`,
    `Mail out of AWS is free for the first ${String(EVERYWHERE.freeTrafficGb)} GB a month of the account, then $${String(EVERYWHERE.trafficGb)} a GB.`,
    `List prices in US dollars without tax, noted in ${NOTED}; now: ${Object.values(PRICE_PAGES).join(' ')}`,
  ];
  process.stdout.write(
    `Environment ${environment.name} in ${region}, a month\n\n${columns(rows, width)}\n\n${notes.flatMap((note) => wrapped(note, width)).join('\n')}\n`,
  );
}

/** As the SDK finds it: the environment, else the profile. */
function regionOfShell(): Promise<string | undefined> {
  return clientsFor(undefined)
    .ssm.config.region()
    .catch(() => undefined);
}
