import { SILENT } from '../../lib/contract/report';
import type { VerdictWord } from '../../lib/checks/row';
import { ADDRESS, commands, dkimValue, environment, inForce, synced, tls, type Changes } from './fake';
import { text } from './real-message';

const host = environment.hostName;
const cut = `${dkimValue.slice(0, 120)}`;
const secureOn =
  (port: number, more: object): NonNullable<Changes['smtp']> =>
  (visit, good) =>
    visit.port === port && good.tls !== undefined ? { ...good, ...more } : good;
const closed =
  (port: number): NonNullable<Changes['smtp']> =>
  (visit, good) =>
    visit.port === port ? { answers: [], error: 'ECONNREFUSED' } : good;
const other =
  'v=DKIM1; k=rsa; p=' +
  'MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKTf3BLq0pL4JmkpM5r3GTHu0dZ2mGxLxXK6YHPT4VmSRtpJ5Wv3jXgR5y0uXz4nXrVX9l1gQh3m6yqN2VJtTQkCAwEAAQ==';

/** The row that must say so, what is wrong, how it looks from outside, and the verdict if it is no failure. */
export const FAULTS: [string, string, Changes, VerdictWord?][] = [
  ['dnssec', 'a DS record of another key', { signed: 'bogus' }],
  [
    'dane',
    'a TLSA record that fits nothing',
    { signed: 'signed', zone: { [`_25._tcp.${host} TLSA`]: ['3 1 1 00'] } },
  ],
  ['dane', 'a TLSA record without signatures', { zone: { [`_25._tcp.${host} TLSA`]: ['3 1 1 00'] } }, 'warn'],
  ['delegation', 'no name servers', { zone: { 'example.com NS': [] } }],
  ['delegation', "another zone's name servers", { zone: { 'example.com NS': ['ns.elsewhere.org'] } }],
  ['address', 'no A record', { zone: { [`${host} A`]: [] } }],
  ['address', 'another address', { zone: { [`${host} A`]: ['192.0.2.26'] } }],
  ['address-v6', 'an AAAA record', { zone: { [`${host} AAAA`]: ['2001:db8::1'] } }, 'warn'],
  ['reverse-name', 'no PTR', { zone: { '25.2.0.192.in-addr.arpa PTR': [] } }],
  [
    'reverse-name',
    "AWS's own PTR",
    { zone: { '25.2.0.192.in-addr.arpa PTR': ['ec2-192-0-2-25.amazonaws.com'] } },
  ],
  ['spf-record', 'no SPF', { zone: { 'bounce.example.com TXT': ['other'] } }],
  [
    'spf-record',
    'two SPF records',
    { zone: { 'bounce.example.com TXT': [`v=spf1 ip4:${ADDRESS} -all`, 'v=spf1 -all'] } },
  ],
  ['spf', 'another address in SPF', { zone: { 'bounce.example.com TXT': ['v=spf1 ip4:192.0.2.1 ~all'] } }],
  ['spf-greeting', 'an SPF of the greeting that forbids', { zone: { [`${host} TXT`]: ['v=spf1 -all'] } }],
  [
    'spf-lookups',
    'eleven lookups',
    { zone: { 'bounce.example.com TXT': [`v=spf1 ip4:${ADDRESS}${` a:${host}`.repeat(11)} -all`] } },
  ],
  ['dkim-record', 'no key', { zone: { 'kitte1._domainkey.example.com TXT': [] } }],
  ['dkim-record', 'a key cut short', { zone: { 'kitte1._domainkey.example.com TXT': [cut] } }],
  ['dkim-record', 'a revoked key in use', { zone: { 'kitte1._domainkey.example.com TXT': ['v=DKIM1; p='] } }],
  ['dkim-record', 'two keys', { zone: { 'kitte1._domainkey.example.com TXT': [dkimValue, other] } }],
  [
    'dkim-record',
    'a retired selector that still has its key',
    {
      environment: { ...environment, dkim: { ...environment.dkim, retired: ['kitte0'] } },
      zone: { 'kitte0._domainkey.example.com TXT': [dkimValue] },
    },
  ],
  ['dkim-key', 'another key was made', { facts: { dkim: { value: { kitte1: `"${other}"` } } } }],
  ['dmarc-record', 'no DMARC', { zone: { '_dmarc.example.com TXT': [] } }],
  [
    'dmarc-record',
    'two DMARC records',
    { zone: { '_dmarc.example.com TXT': ['v=DMARC1; p=reject', 'v=DMARC1; p=none'] } },
  ],
  ['dmarc-record', 'another policy', { zone: { '_dmarc.example.com TXT': ['v=DMARC1; p=none'] } }],
  ['mx', 'no MX', { zone: { 'bounce.example.com MX': [] } }],
  ['mx', 'a second MX', { zone: { 'bounce.example.com MX': [`10 ${host}`, '5 mx.elsewhere.org'] } }],
  ['mx', 'a From domain that nobody takes mail for', { zone: { 'example.com MX': [] } }],
  ['mx', 'a From domain that takes no mail', { zone: { 'example.com MX': ['0 '] } }],
  [
    'mx',
    "the From domain's MX is this server, which does not take it",
    { zone: { 'example.com MX': [`10 ${host}`] } },
  ],
  ['mx', 'other exchangers than the config has', { environment: { exchangers: ['10 mx.provider.example'] } }],
  ['bounces', 'port 25 closed', { smtp: closed(25) }],
  ['caa', 'another authority', { zone: { [`${host} CAA`]: ['0 issue "other.example"'] } }],
  [
    'caa',
    'another authority above',
    { zone: { [`${host} CAA`]: [], 'example.com CAA': ['0 issue "other.example"'] } },
  ],
  ['srv', 'no SRV', { zone: { '_submission._tcp.example.com SRV': [] } }],
  ['implicit-tls', 'port 465 closed', { smtp: closed(465) }],
  ['starttls', 'port 587 closed', { smtp: closed(587) }],
  [
    'starttls',
    'OpenDKIM stopped',
    {
      smtp: (visit, good) =>
        visit.port === 587 && visit.tls === 'starttls'
          ? { answers: [], startTls: '454 4.3.0 Try again later', error: 'STARTTLS was refused' }
          : good,
    },
  ],
  ['greeting', 'another name', { smtp: secureOn(587, { greeting: '220 localhost ESMTP' }) }],
  [
    'certificate-chain',
    'a self-signed certificate',
    { smtp: secureOn(465, { tls: { ...tls, chainProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }) },
  ],
  [
    'certificate-name',
    'another name in it',
    { smtp: secureOn(465, { tls: { ...tls, nameProblem: 'is for other.example' } }) },
  ],
  [
    'certificate-days',
    'an expired certificate',
    {
      smtp: secureOn(465, {
        tls: { ...tls, chainProblem: 'CERT_HAS_EXPIRED', validTo: new Date('2026-11-24') },
      }),
    },
  ],
  [
    'certificate-days',
    'a certificate that was not renewed',
    {
      smtp: secureOn(465, {
        tls: { ...tls, validFrom: new Date('2026-09-11'), validTo: new Date('2026-12-10') },
      }),
    },
    'warn',
  ],
  [
    'tls-versions',
    'TLS 1.1',
    { smtp: (visit, good) => (visit.only === 'TLSv1.1' ? { ...good, tls } : good) },
  ],
  [
    'tls-versions',
    'no TLS 1.2',
    { smtp: (visit, good) => (visit.only === 'TLSv1.2' ? { answers: [] } : good) },
  ],
  [
    'auth-under-tls',
    'AUTH before TLS',
    {
      smtp: (visit, good) =>
        visit.tls === 'none' ? { ...good, plainEhlo: `250-${host}\n250 AUTH PLAIN` } : good,
    },
  ],
  [
    'auth-under-tls',
    'a password read before TLS',
    { smtp: (visit, good) => (visit.tls === 'none' ? { ...good, answers: ['535 no'] } : good) },
  ],
  ['auth-under-tls', 'no AUTH at all', { smtp: secureOn(587, { ehlo: `250 ${host}` }) }],
  [
    'login',
    'a wrong password',
    {
      smtp: (visit, good) =>
        visit.commands?.[0]?.startsWith('AUTH') === true && visit.tls !== 'none'
          ? { ...good, answers: ['535 5.7.8 no'] }
          : good,
    },
  ],
  [
    'open-relay',
    'a relay',
    {
      smtp: (visit, good) =>
        visit.port === 465 && visit.commands?.length === 4
          ? { ...good, answers: ['250 a', '250 b', '250', '221'] }
          : good,
    },
  ],
  ['blocklist', 'a listing', { zone: { '25.2.0.192.bl.spamcop.net A': ['127.0.0.2'] } }],
  [
    'machine-report',
    'a failure',
    { facts: { report: { value: { ...SILENT, state: 'failed', reason: 'no disk', instance: 'i-1' } } } },
  ],
  [
    'machine-report',
    'waiting',
    { facts: { report: { value: { ...SILENT, state: 'waiting', instance: 'i-1' } } } },
    'warn',
  ],
  [
    'machine-report',
    'a warning while all is well',
    {
      facts: {
        report: { value: { ...SILENT, state: 'converged', warning: 'it ends', instance: 'i-1' } },
      },
    },
    'warn',
  ],
  ['outbound-25', 'closed', { commands: { 'control --contract 1 port25': '{"state": "closed"}' } }],
  ['outbound-tls', 'TLS switched off', { commands: { smtp_tls_security_level: '\n0\n' } }],
  [
    'dkim-message',
    'a machine whose signature does not verify',
    { commands: { 'control --contract 1 sample': (good) => good.replace('Hello.', 'Hullo.') } },
  ],
  [
    'dkim-message',
    'a machine that signs nothing',
    { commands: { 'control --contract 1 sample': JSON.stringify({ message: text }) } },
  ],
  ['queue', 'an old message', { commands: { postqueue: '{"arrival_time": 1700000000}\n' } }, 'warn'],
  ['clock', 'two minutes late', { commands: { 'date +': String(Number(commands['date +']) - 120) } }],
  ['disk', 'nearly full', { commands: { 'pcent / |': ' 85%' } }, 'warn'],
  ['disk', 'full', { commands: { 'pcent / |': '100%' } }],
  ['queue-volume', 'nearly full', { commands: { ipcent: '/var/spool/postfix 85% 1%' } }, 'warn'],
  ['queue-volume', 'out of inodes', { commands: { ipcent: '/var/spool/postfix 5% 100%' } }],
  ['queue-volume', 'not mounted', { commands: { ipcent: '/ 5% 1%' } }],
  ['last-sync', 'the timer is off', { commands: { 'kitte-sync': synced({ timer: 'inactive' }) } }],
  ['last-sync', 'the last run failed', { commands: { 'kitte-sync': synced({ result: 'exit-code' }) } }],
  ['last-sync', 'an hour ago', { commands: { 'kitte-sync': synced({ minutes: 60 }) } }],
  ['last-sync', 'never', { commands: { 'kitte-sync': synced({ minutes: -1 }) } }],
  [
    'dmarc-reports',
    'a foreign domain that has not agreed',
    { environment: { dmarc: { ...environment.dmarc, rua: ['mailto:d@reports.example.net'] } } },
    'warn',
  ],
  [
    'updates-in-force',
    'a daemon on a replaced library',
    {
      commands: { 'control --contract 1 updates': inForce({ units: { 'postfix.service': 'libssl.so.3' } }) },
    },
    'warn',
  ],
  [
    'updates-in-force',
    'a kernel that waits and may not come',
    {
      commands: {
        'control --contract 1 updates': inForce({
          reboot: 'kernel 6.13 is installed, 6.12 runs',
          mayReboot: false,
        }),
      },
    },
    'warn',
  ],
  ['upgrades', 'the timer is off', { commands: { 'apt-daily': 'inactive' } }],
];
