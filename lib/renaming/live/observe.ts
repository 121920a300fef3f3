import type { StringAnswer } from 'dns-packet';

import { clientsFor } from '../../deployed/clients';
import { deployedServer } from '../../deployed/server';
import { reverseOf } from '../../checks/address';
import { question } from '../../checks/live/dns-question';
import type { Lookup } from '../../checks/probe';
import { hostZoneOf } from '../../config/domains';
import type { Environment } from '../../config/environment';
import { inEnglish } from '../../contract/reading';
import { deployedIn, readSettings } from '../../contract/settings';
import { dryIn } from '../../contract/report';
import {
  asked,
  authoritative,
  nameServersOf,
  negativeTtlOf,
  type Ask,
  type NameServer,
} from '../../rotation/live/name-servers';
import { known, unknown } from '../../rotation/live/observe';
import type { Answer, Seen } from '../seen';

/** Looks at these host names, and at what the server says of itself. */
export async function observe(
  environment: Environment,
  hosts: readonly string[],
  lookup: Lookup,
  withAws: boolean,
): Promise<Seen> {
  const zone = hostZoneOf(environment).name;
  const servers = await nameServersOf(zone, lookup);
  const each = hosts.map(
    async (host) => [host, await Promise.all(servers.map((at) => addressesAt(at, host)))] as const,
  );
  const [all, negativeTtl, serving] = await Promise.all([
    Promise.all(each),
    negativeTtlOf(servers, zone),
    withAws ? servingOf(environment) : { unknown: '--no-aws is given' },
  ]);
  const address = all.flatMap(([, answers]) => answers.flatMap(({ addresses }) => addresses))[0];
  const reverse =
    address === undefined
      ? { unknown: `none of ${hosts.join(', ')} has an address` }
      : await known(() => lookup(reverseOf(address), 'PTR'));
  return { answers: Object.fromEntries(all), negativeTtl, reverse, serving };
}

/** A host's addresses, as this server itself has them. */
export async function addressesAt(at: NameServer, name: string, ask: Ask = question): Promise<Answer> {
  try {
    const packet = authoritative(await asked(at, name, 'A', ask), name);
    const addresses = (packet.answers ?? [])
      .filter((record): record is StringAnswer => record.type === 'A')
      .map(({ data }) => data)
      .sort();
    return { server: at.server, addresses };
  } catch (error) {
    return {
      server: at.server,
      addresses: [],
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

async function servingOf(environment: Environment): Promise<Seen['serving']> {
  const inForce = await deployedServer(environment, clientsFor(environment.region)).inForce();
  if (!inForce.ok) return unknown(inForce);
  const { settings, report } = inForce.value;
  const reading = readSettings(settings);
  if (reading.kind === 'newer') return { unknown: inEnglish(reading) };
  const { hostName, hosts } = deployedIn(settings) ?? {};
  if (hostName === undefined || hosts === undefined)
    return { unknown: 'an earlier version was deployed: deploy once with this one' };
  return { value: { hostName, hosts, dry: dryIn(report) } };
}
