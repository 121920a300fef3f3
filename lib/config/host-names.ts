import { hostZoneOf } from './domains';
import type { Environment } from './environment';
import { kept } from './former';
import { isWithin } from './within';

type Named = Pick<Environment, 'hostName' | 'former'>;

/**
 * The host name that is in force: what the server greets with, and where MX and SRV records lead. While it moves that is still
 * the one of before.
 */
export function hostInForce(environment: Named): string {
  return movingFrom(environment)?.hostName ?? environment.hostName;
}

/** The one that the address answers with: it changes before the greeting does. */
export function hostOfAddress(environment: Named): string {
  const from = movingFrom(environment);
  return from === undefined || from.moving.reversed ? environment.hostName : from.hostName;
}

/** The entry whose host name is still in force, and how far it has come. */
export function movingFrom({ former = [] }: Pick<Environment, 'former'>) {
  return former.flatMap((entry) =>
    entry.moving === undefined || entry.over ? [] : [{ ...entry, moving: entry.moving }],
  )[0];
}

/**
 * Every name that clients may know the server by, that in force first: the certificate has them all. Those in another zone are
 * left out, as the machine can prove none there.
 */
export function certifiedHosts(
  environment: Named & Pick<Environment, 'hostedZone' | 'hostZone'>,
): readonly string[] {
  const others = [environment.hostName, ...kept(environment).map(({ hostName }) => hostName)];
  const provable = others.filter((name) => isWithin(name, hostZoneOf(environment).name));
  return [...new Set([hostInForce(environment), ...provable])];
}

/** What the looks from outside need beside the environment while the server moves to another name. */
export interface InForce {
  readonly reverseName: string;
  /** Each leads to the server, and its certificate names it. */
  readonly hosts: readonly string[];
}

/** The environment as it works at this moment, for whoever looks at the server and not at the config. */
export function inForce<T extends Named & Pick<Environment, 'hostedZone' | 'hostZone'>>(
  environment: T,
): T & InForce {
  return {
    ...environment,
    hostName: hostInForce(environment),
    reverseName: hostOfAddress(environment),
    hosts: certifiedHosts(environment),
  };
}
