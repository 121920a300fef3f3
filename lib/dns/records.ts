import { hostZoneOf } from '../config/domains';
import type { Environment, HostedZone } from '../config/environment';
import { hostInForce } from '../config/host-names';
import { caaValues } from './caa';
import { REVOKED } from './dkim';
import { dmarcValue } from './dmarc';
import type { DnsRecord } from './record';
import { HELO_SPF, senderSpf } from './spf';
import { quoteTxt } from './txt';

/** What only the deploy knows: literal values or deploy-time tokens. */
export interface Facts {
  readonly address: string;
  /** By selector: TXT RDATA, split and quoted. */
  readonly dkim: Readonly<Record<string, string>>;
}

/**
 * Every record of a domain and, with those of the first one, the server's own. Of an environment with several domains each is
 * asked for by its view, which `domainsOf` gives.
 */
export function records(environment: Environment, facts: Facts): DnsRecord[] {
  const all = ofDomainAndHost(environment, facts);
  return environment.beside === true ? all.filter((record) => !isOfHost(record)) : all;
}

/** Whether it is the server's own, whatever domains it sends for. */
export const isOfHost = ({ id }: Pick<DnsRecord, 'id'>): boolean => id.startsWith('Host');

/** The zone that holds it. */
export function zoneOf(
  environment: Pick<Environment, 'hostZone' | 'hostedZone'>,
  record: Pick<DnsRecord, 'id'>,
): HostedZone {
  return isOfHost(record) ? hostZoneOf(environment) : environment.hostedZone;
}

function ofDomainAndHost(environment: Environment, facts: Facts): DnsRecord[] {
  return [
    {
      id: 'HostAddress',
      name: environment.hostName,
      type: 'A',
      ttl: environment.ttl.address,
      values: [facts.address],
      why: 'The server: what its reverse name points back to.',
    },
    ...spfRecords(environment, facts.address),
    ...environment.dkim.selectors.map((selector) => dkimRecord(environment, selector, facts)),
    ...environment.dkim.retired.map((selector) => revoked(environment, selector)),
    txt(environment, 'Dmarc', `_dmarc.${environment.domain}`, dmarcValue(environment.dmarc), {
      why: `What to do with mail that fails both SPF and DKIM: ${environment.dmarc.policy}.`,
    }),
    ...mxRecords(environment),
    ...caaRecords(environment),
    ...submissionRecords(environment),
  ];
}

function spfRecords(environment: Environment, address: string): DnsRecord[] {
  const { domain, envelopeDomain, hostName } = environment;
  const policy = senderSpf(environment.spf, address);
  const why = { why: 'Who may send for the domain: this server, and those that the config names.' };
  const own = txt(environment, 'DomainSpf', domain, policy, why);
  // One set holds all TXT values of a name.
  const all: DnsRecord[] = [
    { ...own, values: [...own.values, ...(environment.domainTxt ?? []).map(quoteTxt)] },
  ];
  if (envelopeDomain !== domain) {
    const why = 'The domain of the envelope sender, which is the one that SPF checks.';
    all.push(txt(environment, 'EnvelopeSpf', envelopeDomain, policy, { why }));
  }
  // A name has one SPF record (RFC 7208 section 4.5): one of the above already allows the host.
  if (hostName !== domain && hostName !== envelopeDomain) {
    const why = 'The name that the server greets with, which bounces are checked by.';
    all.push(txt(environment, 'HostSpf', hostName, HELO_SPF, { why }));
  }
  return all;
}

function dkimRecord(environment: Environment, selector: string, facts: Facts): DnsRecord {
  const value = facts.dkim[selector];
  if (value === undefined) throw new Error(`No DKIM value is given for selector "${selector}".`);
  const why =
    selector === environment.dkim.active
      ? 'The public key that verifies the signature of every message.'
      : 'A public key that waits, or that older mail was signed with.';
  return key(environment, selector, value, why);
}

function revoked(environment: Environment, selector: string): DnsRecord {
  return key(environment, selector, REVOKED, 'A retired key: what is signed by it must fail.');
}

/** A retired selector keeps its id, so that its record is changed in place. */
function key({ domain, ttl }: Environment, selector: string, value: string, why: string): DnsRecord {
  const name = `${selector}._domainkey.${domain}`;
  return { id: `Dkim${pascal(selector)}`, name, type: 'TXT', ttl: ttl.policy, values: [value], why };
}

/** The dash becomes a word, so that `a-1` and `a1` stay two ids. */
function pascal(selector: string): string {
  return selector.replace(/^./, (first) => first.toUpperCase()).replaceAll('-', 'Dash');
}

function mxRecords(environment: Environment): DnsRecord[] {
  const { served, exchangers, domain, envelopeDomain, ttl } = environment;
  const record = (name: string, values: readonly string[], why: string): DnsRecord => {
    const id = name === envelopeDomain ? 'EnvelopeMx' : 'DomainMx';
    return { id, name, type: 'MX', ttl: ttl.policy, values, why };
  };
  const own = served.map((name) =>
    record(
      name,
      [`10 ${hostInForce(environment)}.`],
      name === envelopeDomain
        ? 'Bounces come home to this server.'
        : 'Whoever answers the sender finds this server; a From domain that nobody takes mail for is refused.',
    ),
  );
  if (exchangers === undefined) return own;
  const values = exchangers.map((exchanger) => `${exchanger}.`);
  return [...own, record(domain, values, "Others take the domain's mail, as the config says.")];
}

function caaRecords(environment: Environment): DnsRecord[] {
  const { certificate, hostName, domain, ttl } = environment;
  if (certificate.caaIssuer === undefined) return [];
  // At the domain itself it would bind every name below it, which Kitte does not serve.
  if (hostName === domain || hostName === hostZoneOf(environment).name) return [];
  const why = `Only ${certificate.caaIssuer} may issue the server's certificate.`;
  const values = caaValues(certificate.caaIssuer);
  return [{ id: 'HostCaa', name: hostName, type: 'CAA', ttl: ttl.policy, values, why }];
}

/** RFC 6186 names the services, RFC 8314 adds the one under TLS from the start and prefers it. */
function submissionRecords(environment: Environment): DnsRecord[] {
  const { domain, ttl } = environment;
  const srv = (id: string, service: string, value: string, why: string): DnsRecord => ({
    id,
    name: `${service}._tcp.${domain}`,
    type: 'SRV',
    ttl: ttl.policy,
    values: [`${value} ${hostInForce(environment)}.`],
    why,
  });
  return [
    srv(
      'SubmissionsSrv',
      '_submissions',
      '0 1 465',
      'Mail clients find submission under TLS, port 465, first.',
    ),
    srv('SubmissionSrv', '_submission', '10 1 587', 'Mail clients find submission with STARTTLS, port 587.'),
  ];
}

function txt(
  environment: Environment,
  id: string,
  name: string,
  value: string,
  { why }: { why: string },
): DnsRecord {
  return { id, name, type: 'TXT', ttl: environment.ttl.policy, values: [quoteTxt(value)], why };
}
