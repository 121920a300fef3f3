import { isIPv4 } from 'node:net';
import { Command, InvalidArgumentError, Option } from 'commander';
import { hostZoneOf } from '../config/domains';
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
import { withDomain } from './domain';
import { telling } from './failure';
import { zoneTable } from './zone-table';

interface ZoneOptions {
  readonly environment?: string;
  readonly config?: string;
  readonly domain?: string;
  readonly address?: string;
  readonly format: 'zone' | 'table';
}

/** `kitte zone`: the records that a deploy will publish. */
export function zoneCommand(command: Command): Command {
  return command
    .option('--environment <name>', 'one environment (default: all)')
    .option('--config <file>', 'the config (default: kitte.config.ts)')
    .option('--domain <name>', 'only this domain (default: all)')
    .option('--address <ip>', "the server's Elastic IP, once it is known", ipv4)
    .addOption(new Option('--format <format>', 'how to print').choices(['zone', 'table']).default('zone'))
    .action(
      telling(async (options: ZoneOptions) => {
        const environments = select(await loadConfig(options.config, options.environment), options.environment);
        const look = lookOf(process.stdout, process.env);
        const texts = withDomain(environments, options.domain).flatMap(({ environment, views }) =>
          zoneTexts(environment, views, options, look),
        );
        process.stdout.write(texts.join('\n'));
      }),
    );
}

function ipv4(value: string): string {
  if (isIPv4(value)) return value;
  throw new InvalidArgumentError('It must be an IPv4 address such as 192.0.2.1: Kitte sends over IPv4.');
}

/** Records of one zone, and whose they are. */
interface ZonePart {
  readonly zone: string;
  readonly listed: Listed[];
  /** The domains whose zone it is. */
  readonly views: Environment[];
}

/** While the host gets another name, the one in force stands beside it. */
function published(environment: Environment, facts: KnownFacts): Listed[] {
  const all = listing(environment, facts);
  const { hostName } = movingFrom(environment) ?? {};
  if (hostName === undefined) return all;
  const inForce = listing({ ...environment, hostName }, facts);
  return [...all, ...inForce.filter(isOfHost)];
}

const isOfHost = ({ record }: Pick<Listed, 'record'>) => record.id.startsWith('Host');

/** What of these domains each zone has; the server's own names come with the first domain of the server. */
function partsOf(environment: Environment, views: readonly Environment[], facts: KnownFacts): ZonePart[] {
  const parts = new Map<string, ZonePart>();
  const partOf = (zone: string) => {
    const part = parts.get(zone) ?? { zone, listed: [], views: [] };
    parts.set(zone, part);
    return part;
  };
  for (const view of views) {
    const isFirst = view.domain === environment.domain;
    partOf(view.hostedZone.name).views.push(view);
    for (const each of published(view, facts))
      if (!isOfHost(each)) partOf(view.hostedZone.name).listed.push(each);
      else if (isFirst) partOf(hostZoneOf(environment).name).listed.push(each);
  }
  return [...parts.values()];
}

/** The zones of an environment, one after the other. */
function zoneTexts(
  environment: Environment,
  views: readonly Environment[],
  { address, format }: ZoneOptions,
  look: Look,
): string[] {
  const several = (environment.others ?? []).length > 0;
  const parts = partsOf(environment, views, address === undefined ? {} : { address });
  return parts.map((part) => {
    const advice = part.views.flatMap((view) => [
      ...externalReports(view).map(adviceFor),
      ...warnings(view).map((warning) => `Warning: ${several ? `${view.domain}: ` : ''}${inALine(warning)}`),
    ]);
    const title = `Environment ${environment.name}, zone ${part.zone}`;
    if (format === 'zone') return `; ${title}\n${zoneFile(part.zone, part.listed, advice)}`;
    const notes = advice.flatMap((line) => wrapped(line, look.width)).map((line) => `${line}\n`);
    return `${title}\n\n${zoneTable(part.listed, look)}${notes.length > 0 ? '\n' : ''}${notes.join('')}`;
  });
}
