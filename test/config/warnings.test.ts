import { parseConfig } from '../../lib/config/parse';
import { inALine, warnings } from '../../lib/config/warnings';

const told = (more: object, domain = 'example.com') => {
  const [environment] = parseConfig({ domain, hostedZone: { create: true }, ...more });
  return warnings(environment!);
};
const paths = (...given: Parameters<typeof told>) => told(...given).map(({ path }) => path);

test.each([
  [{}],
  [{ dmarc: { policy: 'reject', subdomainPolicy: 'none' } }],
  [{ dmarc: { subdomainPolicy: 'reject', nonexistentPolicy: 'reject' } }],
  [{ dmarc: { alignment: { dkim: 'strict' } }, users: [{ login: 'a', senders: ['@example.com'] }] }],
  [{ envelopeDomain: 'b.example.com', users: [{ login: 'a', senders: ['a@b.example.com'] }] }],
])('%j is what it says', (more) => expect(told(more)).toEqual([]));

test.each(['shop.uk.com', 'example.co.uk', 'mail.example.com', '切手.jp'])('%s is a domain', (domain) =>
  expect(told({}, domain)).toEqual([]),
);

test.each(['uk.com', 'github.io', 'blogspot.com'])('%s is a suffix under which others have names', (domain) =>
  expect(paths({}, domain)).toEqual(['domain']),
);

test.each([
  ['reject', 'quarantine'],
  ['quarantine', 'none'],
])('testing under %s is read by nobody: %s is the milder policy', (policy, milder) => {
  const [warning, ...more] = told({ dmarc: { policy, testing: true } });
  expect(more).toEqual([]);
  expect(warning).toMatchObject({ path: 'dmarc.testing' });
  expect(warning!.what.en).toMatch(new RegExp(`OpenDMARC.*p=${policy}`));
  expect(warning!.remedy.en).toContain(`"${milder}"`);
  expect(inALine(warning!)).toMatch(/^dmarc\.testing: true \(t=y\): None of rspamd/);
  const [needless] = told({ dmarc: { policy: 'none', testing: true } });
  expect(needless?.remedy.en).toBe('Take testing out: nothing is milder than none.');
  expect(inALine(warning!, 'ja')).toMatch(/試験中は/);
});

test('a policy for names that do not exist is read by nobody', () => {
  expect(paths({ dmarc: { policy: 'none', nonexistentPolicy: 'reject' } })).toEqual([
    'dmarc.nonexistentPolicy',
  ]);
});

test('below the organizational domain nobody reads a policy for subdomains', () => {
  const dmarc = { subdomainPolicy: 'reject', nonexistentPolicy: 'reject' };
  expect(paths({ dmarc }, 'mail.example.com')).toEqual(['dmarc.subdomainPolicy', 'dmarc.nonexistentPolicy']);
  expect(paths({ dmarc }, 'shop.uk.com')).toEqual([]);
  expect(told({ dmarc }, 'mail.shop.uk.com')[0]!.what.en).toContain('that is shop.uk.com');
});

test('strict alignment beside a sender of another domain', () => {
  const dmarc = { alignment: { dkim: 'strict' } };
  const users = [{ login: 'a', senders: ['a@example.com', 'a@b.example.com'] }];
  const [warning, ...more] = told({ envelopeDomain: 'b.example.com', dmarc, users });
  expect(more).toEqual([]);
  expect(warning).toMatchObject({ path: 'dmarc.alignment.dkim', received: 'strict' });
  expect(warning!.what.en).toMatch(/a@b\.example\.com may stand in From/);
});
