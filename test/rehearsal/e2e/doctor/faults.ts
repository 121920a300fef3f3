import { generateKeyPairSync } from 'node:crypto';
import { dkimTxtValue } from '../../../../lib/dns/dkim';
import type { Hands } from './hands';

/** What can be wrong, and which row, and no other, must say so. */
export interface Fault {
  readonly name: string;
  readonly row: string;
  readonly verdict: 'fail' | 'warn';
  /** A word of what the doctor must have seen. */
  readonly seen: RegExp;
  /** Needs a server that takes bounces. */
  readonly mx?: true;
  /** Needs the running world itself, not only its API and the machine. */
  readonly world?: true;
  readonly plant: (hands: Hands) => Promise<void>;
  readonly heal: (hands: Hands) => Promise<void>;
  /** What the person at the keyboard gives otherwise. */
  readonly message?: (source: string) => string;
}

const domain = 'example.com';
const host = `mail.${domain}`;
const address = '203.0.113.10';
const status = '/kitte/prod/status';
const key = (bits: number) => dkimTxtValue(generateKeyPairSync('rsa', { modulusLength: bits }).publicKey);

/** A record changed by hand in the zone. */
function record(
  row: string,
  name: string,
  at: readonly [string, string],
  changed: (values: readonly string[]) => readonly string[],
  seen: RegExp,
  verdict: Fault['verdict'] = 'fail',
): Fault {
  let before: readonly string[] = [];
  return {
    name,
    row,
    verdict,
    seen,
    plant: async (hands) => {
      before = await hands.values(...at);
      await hands.record(...at, changed(before));
    },
    heal: (hands) => hands.record(...at, before),
  };
}

/** A file or a setting changed by hand on the machine. */
function machine(row: string, name: string, seen: RegExp, script: string, heal: string): Fault {
  return {
    name,
    row,
    verdict: 'fail',
    seen,
    plant: (hands) => hands.shell(script).then(() => undefined),
    heal: (hands) => hands.shell(heal).then(() => undefined),
  };
}

const RELOAD = 'postfix reload 2>/dev/null; while ! ss -Hltn | grep -q :465; do sleep 0.2; done';
const postfix = (row: string, name: string, seen: RegExp, script: string, reload = RELOAD): Fault =>
  machine(
    row,
    name,
    seen,
    `rm -rf /root/postfix.good; cp -a /etc/postfix /root/postfix.good; ${script}; ${reload}`,
    `cp -a /root/postfix.good/main.cf /root/postfix.good/master.cf /etc/postfix/; ${RELOAD}`,
  );

/** Another certificate in the place of the server's. */
function certificate(row: string, name: string, seen: RegExp, make: string): Fault {
  const directory = '/root/other';
  return {
    name,
    row,
    verdict: 'fail',
    seen,
    plant: async (hands) => {
      const script = `mkdir -p ${directory}; cd ${directory}; cat >ca.pem; cp -a /etc/kitte/tls/chain.pem good.pem
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server -keyout key.pem -out request.pem 2>/dev/null
${make} 2>/dev/null
cat key.pem made.pem >/etc/kitte/tls/chain.pem; ${RELOAD}`;
      await hands.shell(script, await hands.reach.authority());
    },
    heal: (hands) =>
      hands.shell(`cp -a ${directory}/good.pem /etc/kitte/tls/chain.pem; ${RELOAD}`).then(() => undefined),
  };
}

/** Where the config sends reports, and what that domain says to it. */
const REPORTS = 'reports.example.net';
export const CONSENT = { [`${domain}._report._dmarc`]: '"v=DMARC1"' };

/** The machine puts its own files right within half a minute: while they are broken its sync runs, and does nothing. */
export function stillness(program: 'true' | 'false'): string {
  const unit = '/run/systemd/system/kitte-sync.service.d';
  return `mkdir -p ${unit}; printf '[Service]\\nExecStart=\\nExecStart=/bin/${program}\\n' >${unit}/still.conf; systemctl daemon-reload`;
}

const signed = (name: string, more: string) =>
  `echo subjectAltName=DNS:${name} >ext; openssl x509 -req -in request.pem -extfile ext -CA ca.pem -CAkey ca.pem ${more} -out made.pem`;

export const FAULTS: readonly Fault[] = [
  {
    name: 'the zone is not delegated any more',
    row: 'delegation',
    verdict: 'fail',
    seen: /nothing/,
    world: true,
    plant: ({ reach }) => reach.delegate(domain, false),
    heal: ({ reach }) => reach.delegate(domain, true),
  },
  record('address', 'no A record', [host, 'A'], () => [], /nothing/),
  record('address', 'the A record of another server', [host, 'A'], () => ['203.0.113.99'], /203\.0\.113\.99/),
  record('address-v6', 'an AAAA record', [host, 'AAAA'], () => ['2001:db8::1'], /2001:db8::1/, 'warn'),
  {
    name: 'no reverse name',
    row: 'reverse-name',
    verdict: 'fail',
    seen: /nothing/,
    plant: (hands) => hands.reverseName(undefined),
    heal: (hands) => hands.reverseName(host),
  },
  {
    name: 'another reverse name',
    row: 'reverse-name',
    verdict: 'fail',
    seen: /other\.example\.com/,
    plant: async (hands) => {
      await hands.record(`other.${domain}`, 'A', [address]);
      await hands.reverseName(`other.${domain}`);
    },
    heal: async (hands) => {
      await hands.reverseName(host);
      await hands.record(`other.${domain}`, 'A', []);
    },
  },
  record('spf-record', 'no SPF record', [domain, 'TXT'], () => ['"nothing of SPF"'], /nothing/),
  record(
    'spf-record',
    'a second SPF record, of another provider',
    [domain, 'TXT'],
    (old) => [...old, '"v=spf1 include:spf.provider.example ~all"'],
    /provider/,
  ),
  record(
    'spf',
    'an SPF record without the address',
    [domain, 'TXT'],
    () => ['"v=spf1 ip4:192.0.2.1 -all"'],
    /^fail/,
  ),
  record(
    'spf',
    'an SPF record with an error',
    [domain, 'TXT'],
    () => ['"v=spf1 ipv4:1.2.3.4 -all"'],
    /permerror/,
  ),
  record(
    'spf-lookups',
    'an SPF record with eleven lookups',
    [domain, 'TXT'],
    () => [`"v=spf1 ip4:${address}${` a:${host}`.repeat(11)} -all"`],
    /^11/,
  ),
  record('spf-greeting', 'no SPF for the greeting', [host, 'TXT'], () => ['"v=spf1 -all"'], /^fail/),
  record('dkim-record', 'no DKIM record', [`kitte1._domainkey.${domain}`, 'TXT'], () => [], /nothing/),
  record(
    'dkim-record',
    'a DKIM record that was cut when it was pasted',
    [`kitte1._domainkey.${domain}`, 'TXT'],
    (old) => [`${(old[0] ?? '').slice(0, 200)}"`],
    /no key/,
  ),
  record(
    'dkim-record',
    'a revoked key in use',
    [`kitte1._domainkey.${domain}`, 'TXT'],
    () => ['"v=DKIM1; k=rsa; p="'],
    /no key/,
  ),
  record(
    'dkim-record',
    'a key of 1024 bits',
    [`kitte1._domainkey.${domain}`, 'TXT'],
    () => [key(1024)],
    /1024/,
  ),
  record(
    'dkim-key',
    'the DKIM record of another key',
    [`kitte1._domainkey.${domain}`, 'TXT'],
    () => [key(2048)],
    /another/,
  ),
  {
    name: 'a message that was changed on its way',
    row: 'dkim-message',
    verdict: 'fail',
    seen: /fail/,
    plant: () => Promise.resolve(),
    heal: () => Promise.resolve(),
    message: (source) => source.replace('Subject: ', 'Subject: [list] '),
  },
  record('dmarc-record', 'no DMARC record', [`_dmarc.${domain}`, 'TXT'], () => [], /nothing/),
  record(
    'dmarc-record',
    'two DMARC records',
    [`_dmarc.${domain}`, 'TXT'],
    (old) => [...old, '"v=DMARC1; p=reject"'],
    /reject/,
  ),
  record(
    'dmarc-record',
    'a DMARC record without a policy',
    [`_dmarc.${domain}`, 'TXT'],
    () => ['"v=DMARC1; rua=mailto:a@example.com"'],
    /rua/,
  ),
  { ...record('mx', 'no MX record', [domain, 'MX'], () => [], /nothing/), mx: true },
  {
    ...record(
      'mx',
      'the MX of another provider',
      [domain, 'MX'],
      () => ['10 mx.provider.example.'],
      /provider/,
    ),
    mx: true,
  },
  record(
    'caa',
    'a CAA record that names another authority',
    [host, 'CAA'],
    () => ['0 issue "other.example"'],
    /other\.example/,
  ),
  record('srv', 'no SRV record', [`_submissions._tcp.${domain}`, 'SRV'], () => [], /nothing/),
  record(
    'srv',
    'an SRV record with another port',
    [`_submission._tcp.${domain}`, 'SRV'],
    () => [`0 1 25 ${host}.`],
    / 25 /,
  ),
  {
    ...postfix('bounces', 'port 25 closed', /refused/i, 'postconf -MX smtp/inet'),
    mx: true,
  },
  {
    ...postfix(
      'bounces',
      'postmaster is refused',
      /^554/,
      'postconf -P smtp/inet/smtpd_recipient_restrictions=reject',
    ),
    mx: true,
  },
  postfix(
    'implicit-tls',
    'port 465 closed',
    /refused/i,
    'postconf -MX submissions/inet',
    'postfix reload 2>/dev/null; while ss -Hltn | grep -q :465; do sleep 0.2; done',
  ),
  postfix('starttls', 'port 587 closed', /refused/i, 'postconf -MX submission/inet'),
  postfix(
    'starttls',
    'port 587 without STARTTLS',
    /STARTTLS/,
    'postconf -P submission/inet/smtpd_tls_security_level=none',
  ),
  postfix(
    'greeting',
    'another name in the greeting',
    /other\.example\.com/,
    'postconf -P submission/inet/myhostname=other.example.com',
  ),
  postfix(
    'auth-under-tls',
    'a login in the clear',
    /before TLS/,
    'postconf -P submission/inet/smtpd_tls_security_level=may submission/inet/smtpd_tls_auth_only=no',
  ),
  postfix(
    'tls-versions',
    'TLS 1.0 allowed',
    /TLSv1,/,
    "postconf -P 'submissions/inet/smtpd_tls_protocols=>=TLSv1' 'submissions/inet/smtpd_tls_mandatory_protocols=>=TLSv1' submissions/inet/tls_medium_cipherlist=ALL:@SECLEVEL=0 submissions/inet/tls_high_cipherlist=ALL:@SECLEVEL=0",
  ),
  postfix(
    'open-relay',
    'an open relay',
    /587/,
    'postconf -P submission/inet/mynetworks=0.0.0.0/0 submission/inet/smtpd_client_restrictions=permit_mynetworks submission/inet/smtpd_relay_restrictions=permit_mynetworks,reject',
  ),
  certificate(
    'certificate-days',
    'an expired certificate',
    /^-/,
    signed(host, '-not_before 20240101000000Z -not_after 20240201000000Z'),
  ),
  certificate(
    'certificate-name',
    'the certificate of another name',
    /other/,
    signed(`other.${domain}`, '-days 60'),
  ),
  certificate(
    'certificate-chain',
    'a self-signed certificate',
    /SELF_SIGNED/,
    `echo subjectAltName=DNS:${host} >ext; openssl x509 -req -in request.pem -extfile ext -signkey key.pem -days 60 -out made.pem`,
  ),
  machine(
    'login',
    'a password that the server does not know',
    /535/,
    "cp -a /etc/dovecot/kitte.passwd /root/passwd.good; sed -i 's/^mailer:/formermailer:/' /etc/dovecot/kitte.passwd",
    'cp -a /root/passwd.good /etc/dovecot/kitte.passwd',
  ),
  {
    name: 'a listed address',
    row: 'blocklist',
    verdict: 'fail',
    seen: /127\.0\.0\.2/,
    world: true,
    plant: ({ reach }) =>
      reach.abroad('bl.spamcop.net', { '10.113.0.203': '127.0.0.2', '2.0.0.127': '127.0.0.2' }),
    heal: ({ reach }) => reach.abroad('bl.spamcop.net', { '2.0.0.127': '127.0.0.2' }),
  },
  {
    name: 'the machine could not take its config',
    row: 'machine-report',
    verdict: 'fail',
    seen: /no such table/,
    plant: async (hands) => {
      kept = await hands.parameter(status);
      const report = JSON.parse(kept) as object;
      await hands.setParameter(
        status,
        JSON.stringify({ ...report, state: 'failed', reason: 'no such table' }),
      );
    },
    heal: (hands) => hands.setParameter(status, kept),
  },
  {
    name: 'the machine waits for its certificate',
    row: 'machine-report',
    verdict: 'warn',
    seen: /waiting/,
    plant: async (hands) => {
      kept = await hands.parameter(status);
      const report = JSON.parse(kept) as object;
      await hands.setParameter(status, JSON.stringify({ ...report, state: 'waiting' }));
    },
    heal: (hands) => hands.setParameter(status, kept),
  },
  {
    name: 'port 25 closed by AWS',
    row: 'outbound-25',
    verdict: 'fail',
    seen: /closed/,
    world: true,
    plant: ({ reach }) => reach.blockPort25(true),
    heal: ({ reach }) => reach.blockPort25(false),
  },
  {
    name: 'a foreign domain that takes no DMARC reports',
    row: 'dmarc-reports',
    verdict: 'warn',
    seen: /nothing/,
    world: true,
    plant: ({ reach }) => reach.abroad(REPORTS, {}),
    heal: ({ reach }) => reach.abroad(REPORTS, CONSENT),
  },
  {
    ...machine(
      'queue-volume',
      "the queue's volume is nearly full",
      /^8[0-9]%/,
      'room=$(df --output=avail,size -B1 /var/spool/postfix | tail -n 1 | awk \'{printf "%d", $1 - $2 * 0.13}\'); fallocate -l $room /var/spool/postfix/ballast',
      'rm /var/spool/postfix/ballast',
    ),
    verdict: 'warn',
  },
  machine(
    'last-sync',
    'the sync is switched off',
    /timer inactive/,
    'systemctl stop kitte-sync.timer',
    'systemctl start kitte-sync.timer',
  ),
  machine(
    'last-sync',
    'the sync fails',
    /exit-code/,
    `${stillness('false')}; ! systemctl start kitte-sync.service 2>/dev/null`,
    `${stillness('true')}; systemctl start kitte-sync.service`,
  ),
  machine(
    'upgrades',
    'no security upgrades',
    /inactive/,
    'systemctl stop apt-daily-upgrade.timer',
    'systemctl start apt-daily-upgrade.timer',
  ),
];

let kept = '';
