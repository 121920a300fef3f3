import { generateKeyPairSync } from 'node:crypto';

import { dkimTxtValue } from '../../../../../../lib/dns/dkim';
import { address, domain, host, machine, putBack, record, type Fault } from '../fault';

const key = (bits: number) => dkimTxtValue(generateKeyPairSync('rsa', { modulusLength: bits }).publicKey);
const selector = [`kitte1._domainkey.${domain}`, 'TXT'] as const;
const KEY_BACK =
  /^Put the record of kitte1 back with the value of the parameter \/kitte\/prod\/dkim-public\/example\.com\/kitte1/;
const MERGE = /^Merge them: put the other senders into spf\.include/;

/** Where the config sends reports, and what that domain says to it. */
const REPORTS = 'reports.example.net';
export const CONSENT = { [`${domain}._report._dmarc`]: '"v=DMARC1"' };

/** What vouches for a message: SPF, DKIM, DMARC. */
export const VOUCHED: readonly Fault[] = [
  record(
    'spf-record',
    'no SPF record',
    [domain, 'TXT'],
    () => ['"nothing of SPF"'],
    /nothing/,
    putBack(`the SPF record of ${domain}`),
  ),
  record(
    'spf-record',
    'a second SPF record, of another provider',
    [domain, 'TXT'],
    (old) => [...old, '"v=spf1 include:spf.provider.example ~all"'],
    /provider/,
    MERGE,
  ),
  record(
    'spf',
    'an SPF record without the address',
    [domain, 'TXT'],
    () => ['"v=spf1 ip4:192.0.2.1 -all"'],
    /^fail/,
    putBack('the SPF record'),
  ),
  record(
    'spf',
    'an SPF record with an error',
    [domain, 'TXT'],
    () => ['"v=spf1 ipv4:1.2.3.4 -all"'],
    /permerror/,
    putBack('the SPF record'),
  ),
  record(
    'spf',
    'an address that is cut short, beside the right one',
    [domain, 'TXT'],
    () => [`"v=spf1 ip4:${address} ip4:1.2.3 -all"`],
    /^permerror for all mail of the domain: ip4:1\.2\.3: an IPv4 address has four numbers/,
    putBack('the SPF record'),
  ),
  record(
    'spf',
    'an include that does not exist, behind the right address',
    [domain, 'TXT'],
    () => [`"v=spf1 ip4:${address} include:spf.nobody.example.net -all"`],
    /^permerror for all mail of the domain: include:spf\.nobody\.example\.net: .* has no SPF record/,
    putBack('the SPF record'),
  ),
  record(
    'spf',
    'an SPF record that lets the whole world in',
    [domain, 'TXT'],
    () => [`"v=spf1 ip4:${address} +all"`],
    /whole world/,
    putBack('the SPF record'),
  ),
  record(
    'spf',
    'an SPF record that is milder than the config',
    [domain, 'TXT'],
    () => [`"v=spf1 ip4:${address} ~all"`],
    /~all$/,
    putBack('the SPF record'),
  ),
  record(
    'spf-lookups',
    'an SPF record with eleven lookups',
    [domain, 'TXT'],
    () => [`"v=spf1 ip4:${address}${` a:${host}`.repeat(11)} -all"`],
    /^11/,
    /^Take out an include of spf in the config/,
  ),
  record(
    'spf-greeting',
    'no SPF for the greeting',
    [host, 'TXT'],
    () => ['"v=spf1 -all"'],
    /^fail/,
    putBack('the SPF record'),
  ),
  record('dkim-record', 'no DKIM record', selector, () => [], /nothing/, KEY_BACK),
  record(
    'dkim-record',
    'a DKIM record that was cut when it was pasted',
    selector,
    (old) => [`${(old[0] ?? '').slice(0, 200)}"`],
    /no key/,
    KEY_BACK,
  ),
  record('dkim-record', 'a revoked key in use', selector, () => ['"v=DKIM1; k=rsa; p="'], /no key/, KEY_BACK),
  record('dkim-record', 'a key of 1024 bits', selector, () => [key(1024)], /1024/, KEY_BACK),
  record(
    'dkim-record',
    'a key that is said to be for another hash',
    selector,
    (old) => [`"h=sha1; " ${old[0] ?? ''}`],
    /h=sha1/,
    KEY_BACK,
  ),
  record(
    'dkim-record',
    'a second value at the selector',
    selector,
    (old) => [...old, '"site-verification=1"'],
    /site-verification/,
    KEY_BACK,
  ),
  record('dkim-key', 'the DKIM record of another key', selector, () => [key(2048)], /another/, KEY_BACK),
  {
    ...machine(
      'dkim-message',
      'the machine signs with another key',
      /kitte1: fail/,
      /^The machine signs with another key than the deploy made: .*journalctl -u kitte-sync -u opendkim/,
      'cp -a /etc/kitte/dkim/kitte1.pem /root/kitte1.good; openssl genrsa -traditional 2048 2>/dev/null >/etc/kitte/dkim/kitte1.pem; systemctl restart opendkim',
      'cp -a /root/kitte1.good /etc/kitte/dkim/kitte1.pem; systemctl restart opendkim',
    ),
    message: 'none',
  },
  {
    ...machine(
      'dkim-message',
      'the key is gone from the machine',
      /not delivered within 20 s/,
      /^On the machine: systemctl status opendkim postfix/,
      'mv /etc/kitte/dkim/kitte1.pem /root/kitte1.good; systemctl restart opendkim',
      'mv /root/kitte1.good /etc/kitte/dkim/kitte1.pem; systemctl restart opendkim; postqueue -f',
    ),
    message: 'none',
  },
  record(
    'dmarc-record',
    'no DMARC record',
    [`_dmarc.${domain}`, 'TXT'],
    () => [],
    /nothing/,
    putBack('the DMARC record'),
  ),
  record(
    'dmarc-record',
    'two DMARC records',
    [`_dmarc.${domain}`, 'TXT'],
    (old) => [...old, '"v=DMARC1; p=reject"'],
    /reject/,
    /^Delete the DMARC record that Kitte did not make/,
  ),
  record(
    'dmarc-record',
    'a DMARC policy that is undone beside it',
    [`_dmarc.${domain}`, 'TXT'],
    (old) => [(old[0] ?? '').replace('p=none', 'p=none; sp=none; pct=0')],
    /sp=none; pct=0/,
    putBack('the DMARC record'),
  ),
  record(
    'dmarc-record',
    'a DMARC record that half of the receivers read',
    [`_dmarc.${domain}`, 'TXT'],
    (old) => [(old[0] ?? '').replace('p=none', 'p = none')],
    /p = none/,
    putBack('the DMARC record'),
  ),
  record(
    'dmarc-record',
    'a DMARC record without a policy',
    [`_dmarc.${domain}`, 'TXT'],
    () => ['"v=DMARC1; rua=mailto:a@example.com"'],
    /rua/,
    putBack('the DMARC record'),
  ),
  {
    name: 'a foreign domain that takes no DMARC reports',
    row: 'dmarc-reports',
    verdict: 'warn',
    seen: /nothing/,
    next: /^Ask who runs that domain to publish the TXT record example\.com\._report\._dmarc\.reports\.example\.net/,
    plant: ({ reach }) => reach.abroad(REPORTS, {}),
    heal: ({ reach }) => reach.abroad(REPORTS, CONSENT),
  },
];
