import type { Command } from 'commander';

import { domainsOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { domainName } from '../config/schema/domain-name';
import type { EnvironmentOptions } from './environment';
import { UsageError } from './failure';

export interface DomainOptions extends EnvironmentOptions {
  readonly domain?: string;
}

/** Adds the option by which a command learns which of a server's domains it is about. */
export function aboutDomains(command: Command, without: 'all' | 'needed'): Command {
  return command.option(
    '--domain <name>',
    without === 'all'
      ? 'only this domain of the server (default: all)'
      : 'which domain (needed if the server has several)',
  );
}

/** All domains, or the one that is named. */
export function theDomains(environment: Environment, name: string | undefined): readonly Environment[] {
  return name === undefined ? domainsOf(environment) : [theDomain(environment, name)];
}

/** The one that is named; else the only one. Of several none is guessed. */
export function theDomain(environment: Environment, name: string | undefined): Environment {
  const all = domainsOf(environment);
  const wanted = name === undefined ? undefined : readDomain(name);
  const among = all.filter(({ domain }) => wanted === undefined || domain === wanted);
  const names = all.map(({ domain }) => domain);
  if (among.length === 1 && among[0] !== undefined) return among[0];
  throw new UsageError(
    wanted === undefined
      ? `The environment ${environment.name} has several domains: ${names.join(', ')}. Give --domain with one of them, such as --domain ${names[0] ?? ''}.`
      : `The environment ${environment.name} has no domain "${wanted}". It has: ${names.join(', ')}.`,
  );
}

/** As a config has it, whatever way it is written. */
export const readDomain = (name: string) => domainName.safeParse(name).data ?? name;

/** Each environment with its domains; of a domain that is named, those environments that have it, with it alone. */
export function withDomain(environments: readonly Environment[], name: string | undefined) {
  const all = environments.map((environment) => ({ environment, views: domainsOf(environment) }));
  if (name === undefined) return all;
  const wanted = readDomain(name);
  const found = all.map(({ environment, views }) => ({
    environment,
    views: views.filter(({ domain }) => domain === wanted),
  }));
  const having = found.filter(({ views }) => views.length > 0);
  if (having.length > 0) return having;
  const names = [...new Set(all.flatMap(({ views }) => views.map(({ domain }) => domain)))];
  throw new UsageError(`The config has no domain "${wanted}". It has: ${names.join(', ')}.`);
}
