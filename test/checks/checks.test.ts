import { dkimSign } from 'mailauth/lib/dkim/sign';
import { CHECKS } from '../../lib/checks/checks';
import { DEMAND_IDS } from '../../lib/checks/demands';
import { exitCodeOf, runbookOf, type VerdictWord } from '../../lib/checks/row';
import { LANGUAGES } from '../../lib/checks/words';
import { ADDRESS, commands, dkimValue, environment, facts, keys, rows, synced, type Changes } from './fake';
import { runbookAnchors } from '../runbook';

const host = environment.hostName;
const text = [
  'From: Shop <hello@example.com>',
  'To: reader@example.net',
  'Subject: Hello',
  'Message-ID: <1@example.com>',
  'Date: Wed, 25 Nov 2026 11:00:00 +0000',
  '',
  'Hello.',
  '',
].join('\r\n');

async function signed(message = text, signingDomain = 'example.com'): Promise<Buffer> {
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { signatures } = await dkimSign(message, {
    // Its own stamp is rounded up to the second, and a signature of the future is not looked at.
    signTime: new Date('2026-01-01T00:00:00Z'),
    signatureData: [{ signingDomain, selector: 'kitte1', privateKey }],
  } as never);
  return Buffer.from(signatures + message);
}

const own = (all: Awaited<ReturnType<typeof rows>>) => all.filter(({ id }) => !DEMAND_IDS.includes(id));
const not = (word: VerdictWord, all: Awaited<ReturnType<typeof rows>>) =>
  all.filter(({ verdict }) => verdict !== word);

test('a healthy server passes every row', async () => {
  const all = await rows({ facts: { message: { value: await signed() } } });
  expect(not('pass', own(all))).toEqual([]);
  expect(new Set(all.map(({ id }) => id))).toEqual(new Set([...CHECKS.map(({ id }) => id), ...DEMAND_IDS]));
  expect(exitCodeOf(all)).toBe(0);
});

const cut = `${dkimValue.slice(0, 120)}`;
const tls = { protocol: 'TLSv1.3', issuer: 'R3', validTo: new Date('2027-01-25T12:00:00Z') };
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

const FAULTS: [string, string, Changes, VerdictWord?][] = [
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
    { smtp: secureOn(465, { tls: { ...tls, validTo: new Date('2026-12-10') } }) },
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
    { facts: { report: { value: { state: 'failed', reason: 'no disk', at: '', instance: 'i-1' } } } },
  ],
  [
    'machine-report',
    'waiting',
    { facts: { report: { value: { state: 'waiting', reason: '', at: '', instance: 'i-1' } } } },
    'warn',
  ],
  ['outbound-25', 'closed', { commands: { getent: 'closed' } }],
  [
    'machine-report',
    'a warning while all is well',
    {
      facts: {
        report: { value: { state: 'converged', reason: '', warning: 'it ends', at: '', instance: 'i-1' } },
      },
    },
    'warn',
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
  ['upgrades', 'the timer is off', { commands: { 'apt-daily': 'inactive' } }],
];

test.each(FAULTS)('%s: %s is this row and no other', async (id, _, changes, verdict = 'fail') => {
  const wrong = own(await rows(changes)).filter((row) => row.verdict === 'fail' || row.verdict === 'warn');
  expect(wrong.map((row) => ({ id: row.id, verdict: row.verdict }))).toEqual(
    wrong.map(() => ({ id, verdict })),
  );
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.every(({ next, seen, expected }) => next !== '' && seen !== '' && expected !== '')).toBe(true);
});

test('a foreign domain that agrees to reports passes; a run that goes on is no late one', async () => {
  const all = own(
    await rows({
      environment: { dmarc: { ...environment.dmarc, rua: ['mailto:d@reports.example.net'] } },
      zone: { 'example.com._report._dmarc.reports.example.net TXT': ['v=DMARC1;'] },
      commands: { 'kitte-sync': synced({ state: 'activating', minutes: -1 }) },
      facts: { message: { value: await signed() } },
    }),
  );
  expect(not('pass', all)).toEqual([]);
});

const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

test.each(FAULTS)('%s: %s is explained in Japanese, with the same verdicts', async (_id, _, changes) => {
  const [english, japanese] = await Promise.all(LANGUAGES.map((language) => rows(changes, language)));
  expect(japanese!.map(({ id, verdict }) => [id, verdict])).toEqual(
    english!.map(({ id, verdict }) => [id, verdict]),
  );
  japanese!.forEach((row, at) => {
    expect(row.why).toMatch(JAPANESE);
    if (row.next !== '') expect(row.next).toMatch(JAPANESE);
    // The same in both is a value; what is explained is explained in Japanese.
    for (const part of ['subject', 'seen', 'expected'] as const)
      if (row[part] !== english![at]![part]) expect(row[part]).toMatch(/[^\x20-\x7e]/);
    // What is the same in both is a value or a record's name, and no sentence.
    for (const part of [row.subject, row.expected])
      if (!JAPANESE.test(part)) expect(part).not.toMatch(/\b[a-z]{3,} [a-z]{2,}\b/);
    expect(row.why).not.toBe(english![at]!.why);
  });
});

test('a name that leads back nowhere is found though the host name stands beside it', async () => {
  const check = CHECKS.find(({ id }) => id === 'forward-confirmed')!;
  const found = await check.look({
    environment,
    facts,
    lookup: (name, type) => Promise.resolve(type === 'PTR' ? [host] : name === host ? ['192.0.2.99'] : []),
    smtp: () => Promise.resolve({ answers: [] }),
    address: () => Promise.resolve(ADDRESS),
    now: () => new Date(),
  });
  expect(found).toMatchObject({ verdict: 'fail', seen: '192.0.2.99' });
});

describe('a real message', () => {
  const wrongWith = async (message: Buffer) =>
    own(await rows({ facts: { message: { value: message } } })).filter(({ verdict }) => verdict === 'fail');

  test('changed on its way fails DKIM', async () => {
    const message = Buffer.from((await signed()).toString().replace('Hello.', 'Hullo.'));
    expect(await wrongWith(message)).toMatchObject([{ id: 'dkim-message' }]);
  });

  test('signed, but from another domain, fails alignment', async () => {
    const message = await signed(text.replace('hello@example.com', 'hello@elsewhere.org'));
    expect(await wrongWith(message)).toMatchObject([
      { id: 'dmarc-alignment', seen: expect.stringContaining('elsewhere.org') as string },
    ]);
  });

  test('unsigned says so', async () => {
    expect(await wrongWith(Buffer.from(text))).toMatchObject([
      { id: 'dkim-message', seen: 'no signature of example.com' },
    ]);
  });
});

test('an error answer of a blocklist is no listing', async () => {
  const zone = { '25.2.0.192.zen.spamhaus.org A': ['127.255.255.254'] };
  const row = own(await rows({ zone })).find(({ subject }) => subject.startsWith('Spamhaus'));
  expect(row).toMatchObject({ verdict: 'skip', seen: expect.stringContaining('127.255.255.254') as string });
});

test('a key of Spamhaus is used', async () => {
  const zone = {
    '25.2.0.192.k.zen.dq.spamhaus.net A': ['127.0.0.4'],
    '2.0.0.127.k.zen.dq.spamhaus.net A': ['127.0.0.2'],
  };
  const row = own(await rows({ zone, facts: { spamhausKey: 'k' } })).find(({ subject }) =>
    subject.startsWith('Spamhaus'),
  );
  expect(row).toMatchObject({ verdict: 'fail', seen: 'listed: 127.0.0.4' });
});

test('a list that does not answer has not said that all is well', async () => {
  const all = own(await rows({ zone: { '2.0.0.127.bl.spamcop.net A': [] } }));
  expect(all.find(({ subject }) => subject.startsWith('SpamCop'))?.verdict).toBe('skip');
});

test('without an account and a shell the public rows are judged, and the others say why not', async () => {
  const unknown = { unknown: 'no credentials' };
  const all = own(
    await rows({
      noMachine: true,
      facts: { address: unknown, dkim: unknown, report: unknown, nameServers: unknown, login: unknown },
    }),
  );
  const skipped = all.filter(({ verdict }) => verdict === 'skip').map(({ id }) => id);
  expect(skipped).toEqual([
    ...['dkim-key', 'dkim-message', 'dmarc-alignment', 'login', 'machine-report'],
    ...['outbound-25', 'queue', 'queue-volume', 'last-sync', 'clock', 'disk', 'upgrades'],
  ]);
  expect(
    not('pass', all).every(({ verdict, seen, next }) => verdict === 'skip' && seen !== '' && next !== ''),
  ).toBe(true);
});

test('what stands on a failure is skipped and names the root of it', async () => {
  const all = own(await rows({ zone: { 'example.com NS': [] } }));
  expect(all.find(({ id }) => id === 'spf')).toMatchObject({
    verdict: 'skip',
    next: 'Mend delegation first.',
  });
});

test('a resolver that fails is a failure, not a missing record', async () => {
  const all = own(await rows({ lookupFails: '_dmarc.example.com' }));
  expect(all.find(({ id }) => id === 'dmarc-record')).toMatchObject({
    verdict: 'fail',
    seen: expect.stringContaining('ESERVFAIL') as string,
  });
});

test('the demands of receivers follow from the rows', async () => {
  const all = await rows({
    zone: { '_dmarc.example.com TXT': [] },
    facts: { message: { value: await signed() } },
  });
  const failing = all.filter(({ id, verdict }) => DEMAND_IDS.includes(id) && verdict === 'fail');
  expect(failing.map(({ id, seen, next }) => [id, seen, next])).toEqual(
    ['gmail-bulk', 'yahoo-bulk', 'microsoft-bulk'].map((id) => [
      id,
      'dmarc-record fail',
      'Mend dmarc-record.',
    ]),
  );
  const unseen = all.filter(({ seen }) => seen === 'nobody sees it from outside');
  expect(new Set(unseen.map(({ id, verdict }) => `${id} ${verdict}`))).toEqual(
    new Set(DEMAND_IDS.map((id) => `${id} skip`)),
  );
});

test.each([
  [['pass', 'skip'], 0],
  [['pass', 'warn', 'fail'], 1],
  [['pass', 'warn'], 2],
] as const)('the exit code of %j is %d', (verdicts, code) => {
  expect(exitCodeOf(verdicts.map((verdict) => ({ verdict })))).toBe(code);
});

test('every row has its entry in the runbook', () => {
  const anchors = runbookAnchors();
  const wanted = [...CHECKS.map(({ id }) => id), ...DEMAND_IDS].map((id) => runbookOf(id).split('#')[1]);
  expect(wanted.filter((anchor) => !anchors.includes(anchor!))).toEqual([]);
  expect(new Set(wanted).size).toBe(wanted.length);
});
