import { isIPv4 } from 'node:net';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Environment } from '../config/environment';
import { movingFrom } from '../config/host-names';
import { loadConfig } from '../limits/load';
import { select } from '../config/select';
import { inALine, warnings } from '../config/warnings';
import { adviceFor, externalReports } from '../dns/external-reports';
import { listing, type KnownFacts, type Listed } from '../dns/listing';
import { zoneFile } from '../dns/zone-file';
import { lookOf, type Look } from '../rehearsal/report/terminal';
import { wrapped } from '../rehearsal/report/wrapping';
import { telling } from './failure';
import { zoneTable } from './zone-table';

interface ZoneOptions {
  readonly environment?: string;
  readonly config?: string;
  readonly address?: string;
  readonly format: 'zone' | 'table';
}

/** `kitte zone`: the records that a deploy will publish. */
export function zoneCommand(command: Command): Command {
  return command
    .option('--environment <name>', 'one environment (default: all)')
    .option('--config <file>', 'the config (default: kitte.config.ts)')
    .option('--address <ip>', "the server's Elastic IP, once it is known", ipv4)
    .addOption(new Option('--format <format>', 'how to print').choices(['zone', 'table']).default('zone'))
    .action(
      telling(async (options: ZoneOptions) => {
        const environments = select(await loadConfig(options.config), options.environment);
        const look = lookOf(process.stdout, process.env);
        process.stdout.write(environments.map((each) => zoneText(each, options, look)).join('\n'));
      }),
    );
}

function ipv4(value: string): string {
  if (isIPv4(value)) return value;
  throw new InvalidArgumentError('It must be an IPv4 address such as 192.0.2.1: Kitte sends over IPv4.');
}

/** While the host gets another name, the one in force stands beside it. */
function published(environment: Environment, facts: KnownFacts): Listed[] {
  const all = listing(environment, facts);
  const { hostName } = movingFrom(environment) ?? {};
  if (hostName === undefined) return all;
  const inForce = listing({ ...environment, hostName }, facts);
  return [...all, ...inForce.filter(({ record }) => record.id.startsWith('Host'))];
}

function zoneText(environment: Environment, { address, format }: ZoneOptions, look: Look): string {
  const listed = published(environment, address === undefined ? {} : { address });
  const advice = [
    ...externalReports(environment).map(adviceFor),
    ...warnings(environment).map((warning) => `Warning: ${inALine(warning)}`),
  ];
  const title = `Environment ${environment.name}, zone ${environment.hostedZone.name}`;
  if (format === 'zone') return `; ${title}\n${zoneFile(environment.hostedZone.name, listed, advice)}`;
  const notes = advice.flatMap((line) => wrapped(line, look.width)).map((line) => `${line}\n`);
  return `${title}\n\n${zoneTable(listed, look)}${notes.length > 0 ? '\n' : ''}${notes.join('')}`;
}
