import { SILENT } from '../../lib/contract/report';
import type { Environment } from '../../lib/config/environment';
import { CHECKS } from '../../lib/checks/checks';
import { examine } from '../../lib/checks/examine';
import { inquiry, type Facts } from '../../lib/checks/inquiry';
import type { Probe, SecureLookup, SmtpSeen, SmtpVisit } from '../../lib/checks/probe';
import type { Row } from '../../lib/checks/row';
import { onlyView } from '../../lib/checks/views';
import type { Language } from '../../lib/checks/words';
import { dkimTxtValue } from '../../lib/dns/dkim';
import { dmarcValue } from '../../lib/dns/dmarc';
import { intermediate, leaf } from '../fixtures/certificates';
import { withMx } from '../fixtures/environment';
import { keys, signed } from './real-message';

export const NOW = new Date('2026-11-25T12:00:00Z');
export const ADDRESS = '192.0.2.25';

const rdata = dkimTxtValue(keys.publicKey);
export const dkimValue = rdata.replaceAll('" "', '').replaceAll('"', '');

/** Bounces come home: nothing is left out. */
export const environment: Environment = {
  ...withMx,
  hostedZone: { kind: 'given', id: 'Z1', name: 'example.com' },
  certificate: { ...withMx.certificate, caaIssuer: 'letsencrypt.org' },
};
const host = environment.hostName;

export type Zone = Record<string, readonly string[]>;

/** Every record of a healthy server. */
export const zone: Zone = {
  'example.com NS': ['ns-1.example.org', 'ns-2.example.org'],
  [`${host} A`]: [ADDRESS],
  '25.2.0.192.in-addr.arpa PTR': [host],
  'example.com TXT': [`v=spf1 ip4:${ADDRESS} -all`],
  'bounce.example.com TXT': [`v=spf1 ip4:${ADDRESS} -all`],
  'bounce.example.com MX': [`10 ${host}`],
  'example.com MX': ['10 mx.office.example'],
  [`${host} TXT`]: ['v=spf1 a -all'],
  [`_dmarc.${environment.domain} TXT`]: [dmarcValue(environment.dmarc)],
  'kitte1._domainkey.example.com TXT': [dkimValue],
  [`${host} CAA`]: ['0 issue "letsencrypt.org; validationmethods=dns-01"', '0 issuewild ";"'],
  '_submissions._tcp.example.com SRV': [`0 1 465 ${host}`],
  '_submission._tcp.example.com SRV': [`10 1 587 ${host}`],
  ...Object.fromEntries(
    ['zen.spamhaus.org', 'bl.spamcop.net', 'psbl.surriel.com', 'dnsbl.dronebl.org', 'bl.mailspike.net'].map(
      (list) => [`2.0.0.127.${list} A`, ['127.0.0.2']],
    ),
  ),
};

export const tls = {
  protocol: 'TLSv1.3',
  issuer: "Let's Encrypt R3",
  validFrom: new Date('2026-10-27T12:00:00Z'),
  validTo: new Date('2027-01-25T12:00:00Z'),
  chain: [leaf, intermediate],
};
const ehlo = (...keywords: string[]) =>
  [`250-${host}`, ...keywords.map((word) => `250-${word}`), '250 8BITMIME'].join('\n');

/** What a healthy server answers. */
export function answer({ port, tls: how, only, commands = [] }: SmtpVisit): SmtpSeen {
  if (only === 'TLSv1' || only === 'TLSv1.1') return { answers: [], error: 'unsupported protocol' };
  const answers = commands.map((command) => {
    if (/^AUTH/.test(command))
      return how === 'none' ? '530 5.7.0 Must issue a STARTTLS command first' : '235 2.7.0 Yes';
    if (/^RCPT TO:<postmaster@/.test(command)) return '250 2.1.5 Ok';
    if (/^RCPT/.test(command)) return '554 5.7.1 Relay access denied';
    return '250 2.0.0 Ok';
  });
  const greeting = `220 ${host} ESMTP`;
  if (how === 'none') return { greeting, plainEhlo: ehlo('STARTTLS'), answers };
  const secure = { greeting, ehlo: port === 25 ? ehlo() : ehlo('AUTH PLAIN'), tls, answers };
  return how === 'starttls' ? { ...secure, plainEhlo: ehlo('STARTTLS') } : secure;
}

/** What systemd says of the machine's own sync. */
export function synced({ timer = 'active', state = 'inactive', result = 'success', minutes = 1 }): string {
  const end = Math.round(NOW.getTime() / 1000) - minutes * 60;
  return `${timer}\nActiveState=${state}\nResult=${result}\nExecMainExitTimestamp=${minutes < 0 ? '' : `@${String(end)}`}\n`;
}

/** What the machine says of its upgrades. */
export function inForce(waiting: object): string {
  const nothing = { units: {}, reboot: '', window: 'Sun 03:00', mayReboot: true };
  return `${JSON.stringify({ ...nothing, ...waiting })}\n`;
}

export const commands: Record<string, string> = {
  'control --contract 1 port25': '{"state": "open"}\n',
  postqueue: '',
  smtp_tls_security_level: 'dane\n3\n',
  'date +': `${String(NOW.getTime() / 1000)}\n`,
  'pcent / |': ' 12%\n',
  ipcent: '/var/spool/postfix 12% 1%\n',
  'apt-daily': 'active\n',
  'control --contract 1 updates': inForce({}),
  'kitte-sync': synced({}),
};

/** `unheard`: the zone is signed, and the resolver does not validate. */
export type Signed = 'unsigned' | 'signed' | 'bogus' | 'unheard' | 'island';

/** What a resolver says of a zone in this state. */
export function secureOf(state: Signed, records: Zone): SecureLookup {
  return (name, type, how) => {
    const failed = state === 'bogus' && how === undefined;
    const found = name === '.' || type === 'SOA' ? ['SOA'] : (records[`${name} ${type}`] ?? []);
    return Promise.resolve({
      code: failed ? 'SERVFAIL' : 'NOERROR',
      authentic: name === '.' ? state !== 'unheard' : state === 'signed',
      values: failed ? [] : type === 'DS' && state !== 'unsigned' ? ['DS'] : found,
    });
  };
}

export interface Changes {
  readonly signed?: Signed;
  readonly secure?: SecureLookup;
  readonly zone?: Zone;
  readonly smtp?: (visit: SmtpVisit, good: SmtpSeen) => SmtpSeen;
  readonly facts?: Partial<Facts>;
  /** What the machine prints, by a word of the command; a function is given what a healthy one prints. */
  readonly commands?: Record<string, string | ((good: string) => string)>;
  readonly noMachine?: true;
  readonly environment?: Partial<Environment>;
  readonly lookupFails?: string;
}

export const facts: Facts = {
  address: { value: ADDRESS },
  dkim: { value: { kitte1: rdata } },
  report: { value: { ...SILENT, state: 'converged', at: '2026-11-25T11:00:00Z', instance: 'i-1' } },
  nameServers: { value: ['ns-2.example.org', 'ns-1.example.org'] },
  login: { value: { login: 'app', password: 'secret' } },
  message: { unknown: 'no message is given' },
  farEnd: 'mx.example.net',
};

/** All rows for a server that differs from a healthy one in this. */
export async function rows(changes: Changes = {}, language?: Language): Promise<Row[]> {
  const examined = { ...environment, ...changes.environment };
  const policy = { [`_dmarc.${examined.domain} TXT`]: [dmarcValue(examined.dmarc)] };
  const records = { ...zone, ...policy, ...changes.zone };
  const sample = (await signed()).toString();
  const good: Record<string, string> = {
    ...commands,
    'control --contract 1 sample': JSON.stringify({ message: sample }),
  };
  const output = { ...good, ...changes.commands };
  const printed = (line: string) => {
    const [part = '', text = ''] = Object.entries(output).find(([word]) => line.includes(word)) ?? [];
    return typeof text === 'string' ? text : text(good[part] ?? '');
  };
  const probe: Probe = {
    lookup: (name, type) =>
      changes.lookupFails === name
        ? Promise.reject(new Error(`${type} ${name}: ESERVFAIL`))
        : Promise.resolve(records[`${name} ${type}`] ?? []),
    secure: changes.secure ?? secureOf(changes.signed ?? 'unsigned', records),
    smtp: (_address, _name, visit) => {
      const good = answer(visit);
      return Promise.resolve(changes.smtp?.(visit, good) ?? good);
    },
    now: () => NOW,
    ...(changes.noMachine === true
      ? {}
      : {
          machine: (line: string) => Promise.resolve(printed(line)),
        }),
  };
  return examine(onlyView(inquiry(examined, { ...facts, ...changes.facts }, probe)), CHECKS, language);
}
