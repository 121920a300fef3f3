import { isIPv4 } from 'node:net';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Environment } from '../config/environment';
import { loadConfig } from '../limits/load';
import { select } from '../config/select';
import { zoneFile } from '../dns/zone-file';
import { lookOf, type Look } from '../rehearsal/report/terminal';
import { wrapped } from '../rehearsal/report/wrapping';
import { withDomain } from './domain';
import { telling } from './failure';
import { factsInAccount, isByHand, NOTHING_KNOWN } from './zone-facts';
import { partsOf } from './zone-parts';
import { zoneTable } from './zone-table';

interface ZoneOptions {
  readonly environment?: string;
  readonly config?: string;
  readonly domain?: string;
  readonly address?: string;
  readonly aws: boolean;
  readonly format: 'zone' | 'table';
}

/** `kitte zone`: the records that a deploy will publish, or that a person enters where the DNS is elsewhere. */
export function zoneCommand(command: Command): Command {
  return command
    .option('--environment <name>', 'one environment (default: all)')
    .option('--config <file>', 'the config (default: kitte.config.ts)')
    .option('--domain <name>', 'only this domain (default: all)')
    .option('--address <ip>', "the server's Elastic IP, once it is known", ipv4)
    .option('--no-aws', 'leave out what only the account knows of records that a person enters')
    .addOption(new Option('--format <format>', 'how to print').choices(['zone', 'table']).default('zone'))
    .action(
      telling(async (options: ZoneOptions) => {
        const environments = select(
          await loadConfig(options.config, options.environment),
          options.environment,
        );
        const look = lookOf(process.stdout, process.env);
        const texts: string[] = [];
        for (const { environment, views } of withDomain(environments, options.domain))
          texts.push(...(await zoneTexts(environment, views, options, look)));
        process.stdout.write(texts.join('\n'));
      }),
    );
}

function ipv4(value: string): string {
  if (isIPv4(value)) return value;
  throw new InvalidArgumentError('It must be an IPv4 address such as 192.0.2.1: Kitte sends over IPv4.');
}

/** The zones of an environment, one after the other. */
async function zoneTexts(
  environment: Environment,
  views: readonly Environment[],
  { address, aws, format }: ZoneOptions,
  look: Look,
): Promise<string[]> {
  const known = aws && isByHand(environment) ? await factsInAccount(environment) : NOTHING_KNOWN;
  const facts = address === undefined ? known : { ...known, address };
  return partsOf(environment, views, facts).map((part) => {
    const title = `Environment ${environment.name}, zone ${part.zone}`;
    if (format === 'zone') return `; ${title}\n${zoneFile(part.zone, part.listed, part.notes)}`;
    const notes = part.notes.flatMap((line) => wrapped(line, look.width)).map((line) => `${line}\n`);
    return `${title}\n\n${zoneTable(part.listed, look)}${notes.length > 0 ? '\n' : ''}${notes.join('')}`;
  });
}
