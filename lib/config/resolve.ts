import type { Connections, Environment, Former, FormerZone, HostedZone, Machine } from './environment';
import { ELSEWHERE } from './schema/hosted-zone';
import { architectureOf, swapOf } from './schema/machine';
import type { Settings } from './schema/settings';

/** Fills in the defaults that follow from other values. */
export function resolve(name: string, settings: Settings): Environment {
  const { account, region, domain, certificate, dmarc, machine, roleAddresses, vpc } = settings;
  const envelopeDomain = settings.envelopeDomain ?? domain;
  const served = servedBy(settings, envelopeDomain);
  return {
    name,
    ...present({ account, region }),
    domain,
    hostedZone: zoneOf(settings.hostedZone, domain),
    hostName: settings.hostName ?? `mail.${domain}`,
    ...(settings.hostZone === undefined ? {} : { hostZone: zoneOf(settings.hostZone, domain) }),
    envelopeDomain,
    mxSaid: settings.mx !== undefined,
    ...(settings.former.length > 0
      ? { former: settings.former.map((entry) => formerOf(settings, entry)) }
      : {}),
    mx: served.length > 0,
    served,
    ...(Array.isArray(settings.mx) ? { exchangers: settings.mx } : {}),
    ...present({ replies: settings.replies }),
    ...(settings.domainTxt.length > 0 ? { domainTxt: settings.domainTxt } : {}),
    spf: settings.spf,
    dkim: settings.dkim,
    dmarc: {
      policy: dmarc.policy,
      ...present({ subdomainPolicy: dmarc.subdomainPolicy, nonexistentPolicy: dmarc.nonexistentPolicy }),
      alignment: dmarc.alignment,
      rua: dmarc.rua ?? reportsTo(roleAddresses.dmarc, served[0]),
      ruf: dmarc.ruf,
      testing: dmarc.testing,
    },
    users: settings.users.map((user) => ({
      login: user.login,
      senders: user.senders ?? [`@${domain}`],
      subaddresses: user.subaddresses,
    })),
    limits: settings.limits,
    connections: present(settings.connections) as Connections,
    machine: machineOf(machine),
    vpc: vpc === undefined ? { kind: 'own' } : { kind: 'given', ...vpc },
    certificate: {
      directoryUrl: certificate.directoryUrl,
      ...present({
        email: certificate.email,
        caaIssuer: certificate.caaIssuer ?? issuerOf(certificate.directoryUrl),
      }),
    },
    roleAddresses: present(roleAddresses),
    route: { kind: settings.route },
    queueLifetime: settings.queueLifetime,
    updates: settings.updates,
    ttl: settings.ttl,
    verify: settings.verify,
    retain: settings.retain,
    tags: settings.tags,
  };
}

function formerOf({ domain, hostName }: Settings, entry: Settings['former'][number]): Former {
  const { hostedZone, moving, beside, ...rest } = entry;
  return {
    ...rest,
    ...present({ moving }),
    ...(beside ? { beside } : {}),
    envelopeDomain: entry.envelopeDomain ?? entry.domain,
    hostName: entry.hostName ?? hostName ?? `mail.${domain}`,
    ...(hostedZone === undefined ? {} : { hostedZone: formerZoneOf(hostedZone, entry.domain) }),
  };
}

/**
 * Whose MX this server is, the envelope domain first. A zone that Kitte creates is a new one: nobody's mail is taken away by it,
 * and without an MX at the domain receivers refuse what comes from there.
 */
function servedBy({ domain, hostedZone, mx }: Settings, envelopeDomain: string): string[] {
  if (mx === false) return [];
  const own = mx === true || (mx === undefined && hostedZone !== ELSEWHERE && hostedZone.create === true);
  return [...(envelopeDomain === domain ? [] : [envelopeDomain]), ...(own ? [domain] : [])];
}

function zoneOf(hostedZone: Settings['hostedZone'], domain: string): HostedZone {
  if (hostedZone === ELSEWHERE) return { kind: 'elsewhere', name: domain };
  const name = hostedZone.name ?? domain;
  if (hostedZone.create !== true)
    return { kind: 'given', id: hostedZone.id, name, ...present({ role: hostedZone.role }) };
  const { parent, delegated = false } = hostedZone;
  if (parent === undefined) return { kind: 'created', name, delegated };
  // Written by the deploy before anything asks for the zone.
  return {
    ...{ kind: 'created', name, delegated: true },
    parent: { id: parent.id, name: parent.name ?? name.slice(name.indexOf('.') + 1) },
  };
}

function formerZoneOf(
  zone: NonNullable<Settings['former'][number]['hostedZone']>,
  domain: string,
): FormerZone {
  if (zone === ELSEWHERE) return { kind: 'elsewhere', name: domain };
  return { kind: 'given', id: zone.id, name: zone.name ?? domain, ...present({ role: zone.role }) };
}

/**
 * Reports go through our own envelope domain when we take mail for it: a receiver sends them to a foreign domain only if that
 * one agrees in its DNS (RFC 9990), and mailbox providers do not.
 */
function reportsTo(address: string | undefined, ownDomain: string | undefined): string[] {
  if (address === undefined) return [];
  return [`mailto:${ownDomain === undefined ? address : `dmarc@${ownDomain}`}`];
}

function machineOf(machine: Settings['machine']): Machine {
  const instanceType = machine.instanceType ?? (machine.architecture === 'x86_64' ? 't3.small' : 't4g.small');
  const architecture = machine.architecture ?? architectureOf(instanceType);
  const debian = `/aws/service/debian/release/13/latest/${architecture === 'arm64' ? 'arm64' : 'amd64'}`;
  const { ami, parameter, revision } = machine.image;
  return {
    instanceType,
    architecture,
    image:
      ami === undefined
        ? { kind: 'parameter', name: parameter ?? debian, revision: revision ?? 1 }
        : { kind: 'ami', id: ami },
    volumeSizeGiB: machine.volumeSizeGiB,
    queueVolumeSizeGiB: machine.queueVolumeSizeGiB,
    swapMiB: machine.swapMiB ?? swapOf(instanceType),
  };
}

/** Let's Encrypt names itself so in CAA records, for its production and its staging directory. */
function issuerOf(directoryUrl: string): string | undefined {
  return new URL(directoryUrl).hostname.endsWith('.api.letsencrypt.org') ? 'letsencrypt.org' : undefined;
}

/** Leaves out what is undefined. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
