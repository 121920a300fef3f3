import { CHECKS } from '../../lib/checks/checks';
import { DEMAND_IDS } from '../../lib/checks/demands';
import { exitCodeOf, type VerdictWord } from '../../lib/checks/row';
import { LANGUAGES } from '../../lib/checks/words';
import { ADDRESS, environment, facts, rows, secureOf, synced } from './fake';
import { FAULTS } from './faults';
import { own } from './own';
import { signed } from './real-message';

const host = environment.hostName;
const not = (word: VerdictWord, all: Awaited<ReturnType<typeof rows>>) =>
  all.filter(({ verdict }) => verdict !== word);

test('a healthy server passes every row', async () => {
  const all = await rows({ facts: { message: { value: await signed() } } });
  expect(not('pass', own(all))).toEqual([]);
  expect(new Set(all.map(({ id }) => id))).toEqual(new Set([...CHECKS.map(({ id }) => id), ...DEMAND_IDS]));
  expect(exitCodeOf(all)).toBe(0);
});

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
    secure: secureOf('unsigned', {}),
    smtp: () => Promise.resolve({ answers: [] }),
    address: () => Promise.resolve(ADDRESS),
    now: () => new Date(),
  });
  expect(found).toMatchObject({ verdict: 'fail', seen: '192.0.2.99' });
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
    ...['dkim-key', 'dkim-message', 'dmarc-alignment', 'message-format', 'one-click-unsubscribe'],
    'signed-fields',
    ...[
      'login',
      'machine-report',
      'outbound-25',
      'outbound-tls',
      'queue',
      'queue-volume',
      'last-sync',
      'clock',
      'disk',
      'upgrades',
      'updates-in-force',
    ],
  ]);
  expect(
    not('pass', all).every(({ verdict, seen, next }) => verdict === 'skip' && seen !== '' && next !== ''),
  ).toBe(true);
});

test.each([
  ['open', 'pass', ''],
  ['closed', 'fail', /port25 prints the request/],
  ['', 'skip', /Run Command/],
] as const)(
  'without a way onto the machine its own last word on port 25 counts: "%s"',
  async (port25, verdict, next) => {
    const report = { ...facts.report.value!, port25 };
    const all = own(await rows({ noMachine: true, facts: { report: { value: report } } }));
    expect(all.find(({ id }) => id === 'outbound-25')).toMatchObject({
      verdict,
      next: expect.stringMatching(next) as string,
    });
  },
);

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

test.each([
  [['pass', 'skip'], 0],
  [['pass', 'warn', 'fail'], 1],
  [['pass', 'warn'], 2],
] as const)('the exit code of %j is %d', (verdicts, code) => {
  expect(exitCodeOf(verdicts.map((verdict) => ({ verdict })))).toBe(code);
});
