import { domainsOf, hostZoneOf, loginsOf, roleOf } from '../config/domains';
import type { Environment, SendingDomain } from '../config/environment';
import { keyOf, takenFor } from '../config/former';
import { certifiedHosts, hostInForce } from '../config/host-names';
import { namesOf } from '../config/names';
import { HEAD, OF_ONE_DOMAIN, type Settings, SETTINGS_VERSION } from '../contract/settings';
import { type ChunkParameter, compressed, hashOf, inChunks, PARAMETER_LIMIT } from './chunks';

/**
 * What the machine goes on fetching (an SSM String parameter): everything that may change without
 * touching the machine itself. Keys come in one order, so that the same config has the same hash.
 */
export function settingsDocument(environment: Environment): string {
  return JSON.stringify(settingsOf(environment));
}

function settingsOf(environment: Environment): Settings {
  const { former, limits, connections, updates } = environment;
  const [first = environment, ...others] = domainsOf(environment);
  const { domain, home, envelopeDomain, replies, dkim, forwards } = domainSettings(first);
  return {
    version: others.length === 0 ? OF_ONE_DOMAIN : SETTINGS_VERSION,
    ...{ domain, home, envelopeDomain },
    // What it greets with; the next deploy compares its names with these.
    hostName: hostInForce(environment),
    // What its certificate names.
    hosts: [...certifiedHosts(environment)],
    zone: hostZoneOf(environment).name,
    // Of all domains.
    served: [...new Set([...takenFor(environment), ...others.flatMap((other) => other.served)])],
    ...(former === undefined
      ? {}
      : {
          former: former.map((each) => ({
            key: keyOf(each),
            over: each.over,
          })),
        }),
    ...(replies === undefined ? {} : { replies }),
    dkim,
    ...elsewhereOf(first),
    ...(others.length === 0 ? {} : { others: others.map(besideSettings) }),
    users: loginsOf(environment).map(({ login, senders, subaddresses }) => ({
      login,
      senders: [...senders],
      ...(subaddresses ? {} : { subaddresses }),
    })),
    forwards,
    limits,
    connections,
    updates,
  };
}

function domainSettings({ domain, envelopeDomain, served, replies, dkim, roleAddresses }: SendingDomain) {
  const { postmaster, abuse, dmarc, bounces } = roleAddresses;
  return {
    domain,
    // What the machine itself sends from, where failures of it come home.
    home: served[0] ?? domain,
    envelopeDomain,
    served: [...served],
    ...(replies === undefined ? {} : { replies }),
    // The one key that signs: a key that waits or is retired is no matter of the machine's.
    dkim: { active: dkim.active },
    forwards: { postmaster, abuse, dmarc, bounces },
  };
}

/** The deploy after this one asks where the records are of a domain that has gone. */
function besideSettings(domain: SendingDomain) {
  const { hostedZone: zone } = domain;
  const { name } = zone;
  const role = roleOf(zone);
  return {
    ...domainSettings(domain),
    ...elsewhereOf(domain),
    zone: {
      ...(zone.kind === 'given' ? { id: zone.id } : {}),
      name,
      ...(role === undefined ? {} : { role }),
    },
  };
}

const elsewhereOf = ({ hostedZone: { kind } }: Pick<SendingDomain, 'hostedZone'>) =>
  kind === 'elsewhere' ? { elsewhere: true } : {};

/** The settings as parameters. */
export interface SettingsParameters {
  /** Of the parameter that the machine asks for every half minute: the whole document where it fits, else its head. */
  readonly value: string;
  /** What a head leads to; none where the document is whole. */
  readonly parts: readonly ChunkParameter[];
}

/**
 * A document that one parameter does not hold is compressed into parts, and the head has what the deploy, the commands and
 * preflight read, with the hash of the parts. The hash is in their names too: they are written before a head names them and
 * stay until none does, so nobody ever reads a mix of two versions.
 */
export function settingsParameters(environment: Environment): SettingsParameters {
  const whole = settingsOf(environment);
  const document = JSON.stringify(whole);
  if (Buffer.byteLength(document) <= PARAMETER_LIMIT) return { value: document, parts: [] };
  const packed = compressed(Buffer.from(document));
  const sha256 = hashOf(packed);
  const parent = `${namesOf(environment.name).settingsParts}/${sha256.slice(0, 16)}`;
  const parts = inChunks(parent, packed);
  // Of the first domain, as a head has nothing of the others.
  const firsts = { ...whole, served: [...takenFor(environment)] };
  const head = Object.fromEntries(HEAD.filter((key) => key in firsts).map((key) => [key, firsts[key]]));
  return { value: JSON.stringify({ ...head, parts: { parent, count: parts.length, sha256 } }), parts };
}
