import { difference } from '../../lib/checks/tags';
import { dkimValue, environment, rows, type Changes } from './fake';

const selector = 'kitte1._domainkey.example.com TXT';
const dmarc = '_dmarc.example.com TXT';
const policy = { ...environment.dmarc, policy: 'reject', rua: [] } as const;

async function found(id: string, changes: Changes) {
  return (await rows(changes)).filter((row) => row.id === id && row.verdict !== 'pass');
}

const dmarcIs = (...values: string[]): Changes => ({
  environment: { dmarc: policy },
  zone: { [dmarc]: values },
});

test.each(['v=DMARC1; p=reject', 'v=DMARC1;p=reject;', 'v=DMARC1 ; p=reject ; '])(
  '%s is as written',
  async (value) => {
    expect(await found('dmarc-record', dmarcIs(value))).toEqual([]);
  },
);

// What six verifiers make of each: none, another policy, or no record at all.
test.each([
  'v=DMARC1; p=reject; sp=none; pct=0',
  'v=DMARC1; p=reject; sp=none',
  'v=DMARC1; p=reject; pct=50',
  'v=DMARC1; p=reject; aspf=s',
  'v=DMARC1; p=reject; adkim=s',
  'v=DMARC1; p=reject; t=y',
  'v=DMARC1; p=reject; p=none',
  'v=DMARC1; p = reject',
  'v=DMARC1; p=Reject',
  'v=dmarc1; p=reject',
  'v=DMARC1, p=reject',
  'v=DMARC1; p=reject;; rua=mailto:a@example.com',
  'p=reject; v=DMARC1',
  'p=reject',
  'v=DMARC1; p=quarantine',
])('%s is not what Kitte writes', async (value) => {
  const [row, ...more] = await found('dmarc-record', dmarcIs(value));
  expect(more).toEqual([]);
  expect(row).toMatchObject({ verdict: 'fail', seen: value, expected: 'v=DMARC1; p=reject' });
  expect(row!.next).toMatch(/^Put the DMARC record back/);
});

test.each([
  'v=DMARC1; p=reject; fo=1',
  'v=DMARC1; p=reject; rua=mailto:other@example.com',
  'v=DMARC1; p=reject; adkim=r; aspf=r; pct=100',
])('%s works, and would be lost', async (value) => {
  expect(await found('dmarc-record', dmarcIs(value))).toMatchObject([
    { verdict: 'warn', next: expect.stringMatching(/^Take .* out of the record, or give/) as string },
  ]);
});

test('any second TXT value at _dmarc is one too many', async () => {
  const [row] = await found('dmarc-record', dmarcIs('v=DMARC1; p=reject', 'site-verification=1'));
  expect(row).toMatchObject({ verdict: 'fail', next: expect.stringMatching(/^Delete/) as string });
});

test('a policy that nobody reads is told beside a record that is right', async () => {
  const testing = await found('dmarc-record', { environment: { dmarc: { ...policy, testing: true } } });
  expect(testing).toMatchObject([
    {
      verdict: 'warn',
      subject: 'dmarc.testing',
      next: 'Set dmarc.policy to "quarantine" while you test, and take testing out.',
    },
  ]);
});

test.each([
  dkimValue,
  `${dkimValue};`,
  dkimValue.replaceAll('; ', ';'),
  dkimValue.replace(/(p=.{40})/, '$1 '),
])('a key as written', async (value) =>
  expect(await found('dkim-record', { zone: { [selector]: [value] } })).toEqual([]),
);

test.each([
  ['h=sha1', (key: string) => `${key}; h=sha1`],
  ['s=tlsrpt', (key: string) => key.replace('k=rsa', 'k=rsa; s=tlsrpt')],
  ['t=y', (key: string) => `${key}; t=y`],
  ['t=s', (key: string) => `${key}; t=s`],
  ['n=note', (key: string) => `${key}; n=note`],
  ['a stray word', (key: string) => `${key}; hello`],
  ['v=DKIM1', (key: string) => key.replace('v=DKIM1; ', '')],
  ['v = DKIM1', (key: string) => key.replace('v=', 'v = ')],
  ['k=ed25519', (key: string) => key.replace('k=rsa', 'k=ed25519')],
  ['v=DKIM1', (key: string) => `${key.replace('v=DKIM1; ', '')}; v=DKIM1`],
])('a key record with %s is not what Kitte writes', async (_, changed) => {
  const [row, ...more] = await found('dkim-record', { zone: { [selector]: [changed(dkimValue)] } });
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    verdict: 'fail',
    next: expect.stringMatching(/^Put the record of kitte1/) as string,
  });
});

test('a second TXT value at the selector is one too many, whatever it says', async () => {
  for (const other of ['hello', 'v=DKIM1; p=', dkimValue])
    expect(await found('dkim-record', { zone: { [selector]: [dkimValue, other] } })).toMatchObject([
      { verdict: 'fail' },
    ]);
});

test.each([
  ['v=DKIM1; k=rsa; p=', []],
  ['v=DKIM1; k=rsa; p=;', []],
  ['v=DKIM1; p=', ['fail']],
  ['v=DKIM1; k=rsa; p=; s=email', ['fail']],
])('a retired key %s', async (value, verdicts) => {
  const changes = {
    environment: { dkim: { ...environment.dkim, retired: ['kitte0'] } },
    zone: { 'kitte0._domainkey.example.com TXT': [value] },
  };
  expect((await found('dkim-record', changes)).map(({ verdict }) => verdict)).toEqual(verdicts);
});

test('what differs is named', () => {
  expect(difference('a=1; b=2; c=3', 'a=1; b=3')).toEqual({ more: ['b=2', 'c=3'], missing: ['b=3'] });
  expect(difference(`b=2; a=1`, 'a=1; b=2')).toEqual({ more: ['b=2'], missing: [] });
  expect(difference('a=1; c=3; b=2;', 'a=1; b=2; c=3')).toEqual({ more: [], missing: [] });
});
