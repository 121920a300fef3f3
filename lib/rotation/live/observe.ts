import { keyOf, unquoted } from '../../checks/dkim';
import { nearestServers } from '../../checks/nearest-servers';
import type { Lookup } from '../../checks/probe';
import type { Environment } from '../../config/environment';
import { clientsFor } from '../../deployed/clients';
import type { Parameter } from '../../deployed/parameter';
import { type DeployedServer, deployedServer } from '../../deployed/server';
import { signingSelector } from '../../deployed/settings';
import type { Told, Untold } from '../../deployed/told';
import type { Known, Seen } from '../seen';
import { keyAt, nameServersOf, negativeTtlOf } from './name-servers';

/** Looks at every selector that the config has of a domain, the first one or another, and at those named beside. */
export async function observe(
  environment: Environment & { readonly isFirst: boolean },
  further: readonly string[],
  lookup: Lookup,
  withAws: boolean,
): Promise<Seen> {
  const { dkim, domain, hostedZone } = environment;
  const selectors = [...new Set([...dkim.selectors, ...dkim.retired, ...further])];
  // A domain whose DNS is elsewhere may lie in a zone of a name above it.
  const zone =
    hostedZone.kind === 'elsewhere'
      ? ((await nearestServers(domain, lookup))?.zone ?? domain)
      : hostedZone.name;
  const servers = await nameServersOf(zone, lookup);
  const answers = async (selector: string) =>
    [
      selector,
      await Promise.all(servers.map((at) => keyAt(at, `${selector}._domainkey.${domain}`))),
    ] as const;
  const [all, negativeTtl, account] = await Promise.all([
    Promise.all(selectors.map(answers)),
    negativeTtlOf(servers, zone),
    withAws ? readAccount(environment) : { keys: NOT_ASKED, made: NOT_ASKED, signing: NOT_ASKED },
  ]);
  return { answers: Object.fromEntries(all), negativeTtl, ...account };
}

const NOT_ASKED = { unknown: '--no-aws is given' };

async function readAccount(
  environment: Environment & { readonly isFirst: boolean },
): Promise<Pick<Seen, 'keys' | 'made' | 'signing'>> {
  const server = deployedServer(environment, clientsFor(environment.region));
  const [keys, made, signing] = await Promise.all([
    madeKeys(server, environment),
    server.dkimKey(environment.dkim.active).then(madeAt),
    signingSelector(server, environment.domain, environment.isFirst).then(signedWith),
  ]);
  return { keys, made, signing };
}

/** Of the selectors that the deploy knows; a new one has none before it. */
async function madeKeys(server: DeployedServer, { dkim }: Environment): Promise<Seen['keys']> {
  const found: Record<string, string> = {};
  for (const selector of dkim.selectors) {
    const key = await server.dkimKey(selector);
    if (key.ok) found[selector] = keyOf(unquoted(key.value.value));
    else if (key.because !== 'absent') return unknown(key);
  }
  return { value: found };
}

/** CloudFormation writes a key's parameter once, and anew only when the key is another. */
function madeAt(key: Told<Parameter>): Seen['made'] {
  if (!key.ok && key.because !== 'absent') return unknown(key);
  const changed = key.ok ? key.value.changed : undefined;
  return changed === undefined ? { unknown: 'nothing is deployed yet' } : { value: changed };
}

function signedWith(selector: Told<string>): Seen['signing'] {
  return selector.ok ? { value: selector.value } : unknown(selector);
}

/** What keeps the account from being asked, for a sentence that goes on. */
export function unknown({ because, detail, reason, said, remedy }: Untold): { unknown: string } {
  if (said === undefined)
    return { unknown: because === 'absent' ? 'nothing is deployed yet' : reason.replace(/\.$/, '') };
  return { unknown: remedy === undefined ? detail : `${detail} ${remedy.en}`.replace(/\.$/, '') };
}

export async function known<T>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}
