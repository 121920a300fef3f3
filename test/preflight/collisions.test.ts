import { inLanguage } from '../../lib/checks/words';
import { collisions } from '../../lib/preflight/collisions';
import type { Existing } from '../../lib/preflight/given';
import { recordsInZone } from '../../lib/preflight/in-zone';
import { readSpf } from '../../lib/preflight/spf-merge';
import { environment, withMx } from '../fixtures/environment';

const txt = (...values: string[]): Existing => ({ name: 'example.com', type: 'TXT', values });
const rows = (
  existing: Existing[],
  own: Record<string, string> = {},
  of = environment,
  others: Record<string, string> = {},
) =>
  collisions(recordsInZone({ environment: of, domains: [of] }), existing, {
    own: new Map(Object.entries(own)),
    others: new Map(Object.entries(others)),
  }).map((finding) => ({
    ...finding,
    seen: inLanguage(finding.seen, 'en'),
    next: inLanguage(finding.next ?? '', 'en'),
  }));

test('a free zone passes, whatever else is in it', () => {
  const mx = { name: 'example.com', type: 'MX', values: ['10 mx.example.net.'] };
  expect(rows([mx, { name: 'www.example.com', type: 'CNAME', values: ['x.'] }])).toMatchObject([
    { verdict: 'pass' },
  ]);
});

test("the deployed stack's own records are in nobody's way, another's of the same name are", () => {
  expect(rows([txt('"v=spf1 -all"')], { DomainSpf: 'example.com' })).toMatchObject([{ verdict: 'pass' }]);
  expect(rows([txt('"v=spf1 -all"')], { Dmarc: '_dmarc.example.com' })).toMatchObject([{ verdict: 'fail' }]);
});

test('an SPF record of another provider is merged by advice, and other values are kept', () => {
  const [row] = rows([
    txt('"v=spf1 include:_spf.google.com ip4:198.51.100.7 a ~all"', '"google-site-verification=abc"'),
  ]);
  expect(row).toMatchObject({ subject: 'example.com TXT', verdict: 'fail' });
  expect(row?.seen).toContain('include:_spf.google.com');
  expect(row?.next).toContain('v=spf1 ip4:<Elastic IP> ip4:198.51.100.7 include:_spf.google.com -all');
  expect(row?.next).toContain('no place in the config: a.');
  expect(row?.next).toContain('domainTxt: ["google-site-verification=abc"]');
});

test('what the config has taken over already is not advised again', () => {
  const taken = {
    ...environment,
    spf: { ...environment.spf, include: ['_spf.google.com'] },
    domainTxt: ['x=1'],
  };
  const [row] = rows([txt('"v=spf1 include:_spf.google.com -all"', '"x=1"')], {}, taken);
  expect(row?.next).toBe('Then delete the set right before the deploy.');
});

test('an MX in use is never touched', () => {
  const mx = { name: 'bounce.example.com', type: 'MX', values: ['10 mx.example.net.'] };
  expect(rows([mx], {}, withMx)).toMatchObject([
    {
      subject: 'bounce.example.com MX',
      verdict: 'fail',
      next: expect.stringContaining('never touched') as string,
    },
  ]);
});

test.each([
  ['mail.example.com', 'A', /hostName/],
  ['mail.example.com', 'CNAME', /Delete the CNAME/],
  ['_dmarc.example.com', 'TXT', /policy over into dmarc/],
  ['kitte1._domainkey.example.com', 'TXT', /dkim\.selectors/],
  ['_submission._tcp.example.com', 'SRV', /Delete the set/],
])('%s %s collides', (name, type, next) => {
  const found = rows([{ name, type, values: [] }]);
  expect(found.length).toBeGreaterThan(0);
  for (const row of found)
    expect(row).toMatchObject({
      verdict: 'fail',
      seen: 'an alias',
      next: expect.stringMatching(next) as string,
    });
});

test('SPF terms are read whatever their case, and a macro is no name', () => {
  expect(readSpf('V=SPF1 INCLUDE:A.example +ip4:192.0.2.0/24 include:%{d}.x -mx redirect=y ?all')).toEqual({
    include: ['a.example'],
    ip4: ['192.0.2.0/24'],
    left: ['include:%{d}.x', '-mx', 'redirect=y'],
  });
});

test('a record of the stack at another name than now is in nobody’s way there, but what lies at the new one is', () => {
  const there: Existing = { name: 'mail.example.com', type: 'A', values: ['198.51.100.9'] };
  expect(rows([there], { HostAddress: 'old.example.com' })).toMatchObject([
    { subject: 'mail.example.com A', verdict: 'fail' },
  ]);
});

test('a record of another environment is named as that, and never to be deleted', () => {
  const there: Existing = { name: 'mail.example.com', type: 'A', values: ['198.51.100.9'] };
  const [row] = rows([there], {}, environment, { 'mail.example.com': 'staging' });
  expect(row).toMatchObject({ subject: 'mail.example.com A', verdict: 'fail' });
  expect(row?.next).toMatch(/belongs to the Kitte environment staging: do not delete it/);
  expect(row?.next).not.toMatch(/delete the set/i);
  const mx = { name: 'bounce.example.com', type: 'MX', values: ['10 mail.example.com.'] };
  const [other] = rows([mx], {}, withMx, { 'bounce.example.com': 'staging' });
  expect(other?.next).toMatch(/environment staging/);
});
