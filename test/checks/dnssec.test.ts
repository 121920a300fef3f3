import type { Row } from '../../lib/checks/row';
import { digests } from '../fixtures/certificates';
import { rows, type Changes } from './fake';

const row = async (id: string, changes: Changes) =>
  (await rows(changes)).find((each) => each.id === id) as Row;
const tlsa = (...values: string[]) => ({ '_25._tcp.mail.example.com TLSA': values });
const good = `3 1 1 ${digests.leaf.keySha256}`;
const other = `3 1 1 ${digests.intermediate.keySha256}`;

test.each([
  ['unsigned', 'pass', /^not signed/],
  ['signed', 'pass', /^signed and valid/],
  ['island', 'pass', /the zone above is not/],
  ['unheard', 'skip', /does not validate/],
  ['bogus', 'fail', /^bogus/],
] as const)('a zone that is %s', async (signed, verdict, seen) => {
  expect(await row('dnssec', { signed })).toMatchObject({
    verdict,
    seen: expect.stringMatching(seen) as string,
    next: verdict === 'pass' ? '' : (expect.stringMatching(/DS record|--resolver/) as string),
  });
});

test('what a bogus zone hides is skipped, and names the root of it', async () => {
  const all = await rows({ signed: 'bogus' });
  expect(all.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)[0]).toBe('dnssec');
  expect(all.find(({ id }) => id === 'spf')).toMatchObject({ verdict: 'skip', next: 'Mend dnssec first.' });
});

test('a resolver that cannot be asked, or fails with and without checks, has said nothing about signatures', async () => {
  const broken = await row('dnssec', { secure: () => Promise.reject(new Error('ECONNREFUSED')) });
  expect(broken).toMatchObject({ verdict: 'skip', seen: 'ECONNREFUSED' });
  const silent = await row('dnssec', {
    secure: () => Promise.resolve({ code: 'SERVFAIL', authentic: false, values: [] }),
  });
  expect(silent).toMatchObject({ verdict: 'skip', seen: 'the resolver says SERVFAIL' });
});

test.each<[string, string, RegExp, Changes]>([
  ['no record', 'pass', /^none/, { signed: 'signed' }],
  ['one that fits', 'pass', /^fits: 3 1 1/, { signed: 'signed', zone: tlsa(good) }],
  ['one that fits beside the next', 'pass', /^fits: /, { signed: 'signed', zone: tlsa(other, good) }],
  ['one that fits nothing', 'fail', /^fits nothing: 3 1 1/, { signed: 'signed', zone: tlsa(other) }],
  ['one in a zone without signatures', 'warn', /not signed/, { zone: tlsa(good) }],
  ['one that a resolver did not validate', 'skip', /not validate/, { signed: 'unheard', zone: tlsa(good) }],
  [
    'one that does not count for mail',
    'warn',
    /^none that counts/,
    { signed: 'signed', zone: tlsa(`1 1 1 ${digests.leaf.keySha256}`) },
  ],
  [
    'no TLS on port 25',
    'fail',
    /^no TLS/,
    {
      signed: 'signed',
      zone: tlsa(good),
      smtp: (visit, seen) =>
        visit.port === 25 && visit.commands === undefined ? { answers: [], error: 'no STARTTLS' } : seen,
    },
  ],
  ['a server that takes no mail', 'skip', /mx: false/, { environment: { mx: false }, zone: tlsa(other) }],
])('TLSA: %s is a %s', async (_name, verdict, seen, changes) => {
  expect(await row('dane', changes)).toMatchObject({ verdict, seen: expect.stringMatching(seen) as string });
});

test('the next step has the record that fits', async () => {
  const { next } = await row('dane', { signed: 'signed', zone: tlsa(other) });
  expect(next).toContain(`"${good}"`);
});
