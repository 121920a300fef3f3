import fc from 'fast-check';
import { LookupError, type Lookup } from '../../lib/checks/probe';
import { expanded } from '../../lib/checks/spf/macro';
import { termsOf } from '../../lib/checks/spf/term';
import { judgeSpf } from '../../lib/checks/spf/tree';
import { ADDRESS, environment, rows, type Zone } from './fake';

const FROM = { address: ADDRESS, sender: 'postmaster@example.com', greeting: 'mail.example.com' };

const lookupIn =
  (zone: Zone): Lookup =>
  (name, type) =>
    zone[`${name} ${type}`]?.[0] === 'SERVFAIL'
      ? Promise.reject(new LookupError(`${type} ${name}`, 'ESERVFAIL'))
      : Promise.resolve(zone[`${name} ${type}`] ?? []);

const judge = (record: string, zone: Zone = {}) => judgeSpf('example.com', record, lookupIn(zone), FROM);

const many = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');

test.each([
  `v=spf1 ip4:${ADDRESS} -all`,
  'v=spf1 -all',
  'v=spf1',
  'V=SPF1 +A:mail.example.com ?all',
  'v=spf1 ip6:2001:db8::/32 ip4:192.0.2.0/24 ~all',
  'v=spf1 a/24 a//64 a/24//64 mx:example.com/30 -all',
  'v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all',
  'v=spf1 include:good.example redirect=good.example',
  'v=spf1 include:good.example exp=explain.%{d} x-of-tomorrow=1 -all',
])('%s has no problem', async (record) => {
  const zone: Zone = {
    'good.example TXT': ['something else', 'v=spf1 ip4:198.51.100.0/24 ~all'],
    'example.com A': [ADDRESS],
    'mail.example.com A': [ADDRESS],
    'example.com MX': ['10 mail.example.com'],
  };
  expect((await judge(record, zone)).problems).toEqual([]);
});

test.each([
  ['ip4:1.2.3', /four numbers/],
  ['ip4:1.2.3.4/33', /slash/],
  ['ip4:1.2.3.4/', /slash/],
  ['ip4:1.2.3.04', /four numbers/],
  ['ip4:', /four numbers/],
  ['ip6:1.2.3.4', /no IPv6/],
  ['ip6:2001:db8::/129', /slash/],
  ['ipv4:192.0.2.1', /written ip4:192\.0\.2\.1/],
  ['a:192.0.2.1', /written ip4:192\.0\.2\.1/],
  ['include:192.0.2.1', /written ip4:192\.0\.2\.1/],
  ['include', /needs the name/],
  ['include:', /needs the name/],
  ['include:a..example', /needs the name/],
  ['include:%{c}.example', /needs the name/],
  ['redirect:other.example', /written redirect=other\.example/],
  ['redirect=', /needs the name/],
  ['all:example.com', /cannot be read/],
  ['-all;', /cannot be read/],
  ['a:mail.example.com/33', /slash/],
  ['ip4:192.0.2.1\ta', /four numbers|slash/],
  ['ip4:192.0.2.1,ip4:192.0.2.2', /four numbers/],
  ['\u00e9xample', /no such term/],
  ['192.0.2.1', /no such term/],
])('a term that cannot be read makes the record an error: %s', async (term, why) => {
  const [problem, ...more] = (await judge(`v=spf1 ip4:${ADDRESS} ${term} -all`)).problems;
  expect(more).toEqual([]);
  expect(problem).toMatchObject({ term, owner: 'example.com', severity: 'permerror' });
  expect(problem!.what.en).toMatch(why);
});

const hosts = (count: number) => ({
  'many.example MX': Array.from({ length: count }, (_, at) => `10 mx${String(at)}.example`),
  ...Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`mx${String(at)}.example A`, ['198.51.100.1']]),
  ),
});

test.each<[string, string, Zone, string, RegExp]>([
  ['does not exist', 'include:gone.example', {}, 'permerror', /gone\.example has no SPF record/],
  [
    'has no SPF record',
    'include:other.example',
    { 'other.example TXT': ['v=spf10 -all', 'hello'] },
    'permerror',
    /no SPF record/,
  ],
  [
    'has two records',
    'include:two.example',
    { 'two.example TXT': ['v=spf1 -all', 'v=spf1 ~all'] },
    'permerror',
    /2 SPF records/,
  ],
  [
    'answers SERVFAIL',
    'include:sick.example',
    { 'sick.example TXT': ['SERVFAIL'] },
    'temperror',
    /ESERVFAIL/,
  ],
  [
    'is broken itself',
    'include:bad.example',
    { 'bad.example TXT': ['v=spf1 ip4:1.2.3 -all'] },
    'permerror',
    /four numbers/,
  ],
  [
    'leads back',
    'include:round.example',
    { 'round.example TXT': ['v=spf1 include:example.com -all'], 'example.com TXT': ['v=spf1 -all'] },
    'permerror',
    /leads back to example\.com/,
  ],
  ['has eleven MX hosts', 'mx:many.example', hosts(11), 'permerror', /11 MX hosts/],
  [
    'has an MX host that nobody knows',
    'mx:many.example',
    { 'many.example MX': ['SERVFAIL'] },
    'temperror',
    /MX/,
  ],
  [
    'is an address that nobody knows',
    'a:sick.example',
    { 'sick.example A': ['SERVFAIL'] },
    'temperror',
    /A sick/,
  ],
  ['is dead', 'a:dead.example', {}, 'advice', /no IPv4 address/],
  ['is a dead exchanger', 'mx:dead.example', { 'dead.example MX': ['10 gone.example'] }, 'advice', /no IPv4/],
  ['is ptr', 'ptr', {}, 'advice', /not to be used/],
  ['is a misspelt mechanism', 'ip4=192.0.2.1', {}, 'advice', /modifier that SPF does not know/],
  ['lets everybody in', 'ip4:0.0.0.0/0', {}, 'everyone', /whole world/],
  [
    'includes everybody',
    'include:open.example',
    { 'open.example TXT': ['v=spf1 +all'] },
    'everyone',
    /whole world/,
  ],
])('a term that %s', async (_, term, zone, severity, what) => {
  // The right address stands before it, and evaluators that stop at the first match are content.
  const { problems } = await judge(`v=spf1 ip4:${ADDRESS} ${term} -all`, zone);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ severity });
  expect(problems[0]!.by ?? problems[0]!.term).toBe(term);
  expect(problems[0]!.what.en).toMatch(what);
});

test.each<[string, Zone, string, string]>([
  ['v=spf1 ip4:192.0.2.25 +all', {}, '+all', 'everyone'],
  ['v=spf1 ip4:192.0.2.25 all', {}, 'all', 'everyone'],
  ['v=spf1 ip4:0.0.0.0/1 ip4:192.0.2.25 -all', {}, 'ip4:0.0.0.0/1', 'everyone'],
  ['v=spf1 ip6:2000::/3 -all', {}, 'ip6:2000::/3', 'everyone'],
  ['v=spf1 a/0 -all', { 'example.com A': [ADDRESS] }, 'a/0', 'everyone'],
  ['v=spf1 a:example.com/7//64 -all', { 'example.com A': [ADDRESS] }, 'a:example.com/7//64', 'everyone'],
  ['v=spf1 a//0 -all', { 'example.com A': [ADDRESS] }, 'a//0', 'everyone'],
  ['v=spf1 mx/4 -all', { 'example.com MX': ['10 a.example'], 'a.example A': [ADDRESS] }, 'mx/4', 'everyone'],
  ['v=spf1 exists:example.com -all', { 'example.com A': [ADDRESS] }, 'exists:example.com', 'everyone'],
  ['v=spf1 exists:%{d} -all', { 'example.com A': [ADDRESS] }, 'exists:%{d}', 'everyone'],
  ['v=spf1 -all ip4:192.0.2.25', {}, 'ip4:192.0.2.25', 'advice'],
  ['v=spf1 redirect=other.example -all', {}, 'redirect=other.example', 'advice'],
  ['v=spf1 redirect=other.example', {}, 'redirect=other.example', 'permerror'],
  ['v=spf1 -all exp=a.example exp=b.example', {}, 'exp=b.example', 'permerror'],
  [`v=spf1 ${many(30, (at) => `ip4:198.51.100.${String(at)}`)} -all`, {}, 'v=spf1', 'advice'],
])('%s', async (record, zone, term, severity) => {
  const { problems } = await judge(record, zone);
  expect(problems.map((each) => [each.term, each.severity])).toEqual([[term, severity]]);
});

test('ten MX hosts, a harmless all of an include, and -include of everybody are no problems', async () => {
  const zone = { ...hosts(10), 'open.example TXT': ['v=spf1 +all'], 'closed.example TXT': ['v=spf1 -all'] };
  const record = 'v=spf1 mx:many.example include:closed.example -include:open.example -all';
  expect((await judge(record, zone)).problems).toEqual([]);
});

test('lookups are counted to the end, behind every error and inside every include', async () => {
  const zone: Zone = {
    'a.example TXT': ['v=spf1 a:one.example exists:two.example mx:three.example include:b.example -all'],
    'b.example TXT': ['v=spf1 ptr redirect=c.example'],
    'c.example TXT': ['v=spf1 a -all a:never.example'],
    'one.example A': ['192.0.2.1'],
    'c.example A': ['192.0.2.1'],
  };
  const { lookups, voids } = await judge('v=spf1 include:gone.example include:a.example -all', zone);
  expect(lookups).toBe(9);
  expect(voids).toEqual(['TXT gone.example', 'A two.example', 'MX three.example']);
});

test('somebody else’s tree without end is left after a while', async () => {
  const endless: Lookup = (name) =>
    Promise.resolve([`v=spf1 include:a.${name.slice(-100)} include:b.${name.slice(-100)} -all`]);
  const { lookups } = await judgeSpf('example.com', 'v=spf1 include:start.example -all', endless, FROM);
  expect(lookups).toBeGreaterThan(10);
  expect(lookups).toBeLessThan(200);
});

test.each([
  ['%{s}', 'postmaster@example.com'],
  ['%{o}', 'example.com'],
  ['%{d}', 'email.example.com'],
  ['%{d2}', 'example.com'],
  ['%{d1r}', 'email'],
  ['%{dr-}', 'email.example.com'],
  ['%{ir}.%{v}._spf.%{d2}', '25.2.0.192.in-addr._spf.example.com'],
  ['%{lr-}.lp._spf.%{d2}', 'postmaster.lp._spf.example.com'],
  ['%%.%{h}', '%.mail.example.com'],
  ['Plain.Example.', 'plain.example'],
])('the macros of %s are filled in as in RFC 7208 section 7.4', (spec, name) => {
  expect(expanded(spec, 'email.example.com', FROM)).toBe(name);
});

test('any text is read into terms, none lost, and judged without an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
      const written = text.split(' ').filter((part) => part !== '');
      expect(termsOf(`v=spf1 ${text}`).map((term) => term.text)).toEqual(written);
      await judge(`v=spf1 ${text}`);
    }),
    { numRuns: 300 },
  );
});

const spfRows = async (record: string, more: Zone = {}, include: string[] = []) =>
  (
    await rows({
      environment: { spf: { ...environment.spf, include } },
      zone: { 'bounce.example.com TXT': [record], 'example.com TXT': [record], ...more },
    })
  ).filter(({ id, verdict }) => id.startsWith('spf') && verdict !== 'pass' && verdict !== 'skip');

test('the config’s own include is to be corrected there, somebody else’s mistake told to whom it is', async () => {
  const record = `v=spf1 ip4:${ADDRESS} include:provider.example -all`;
  const gone = await spfRows(record, {}, ['provider.example']);
  expect(new Set(gone.map(({ next }) => next))).toEqual(
    new Set([
      'Correct the name "provider.example" in spf.include of the config, or take it out and give its networks in spf.ip4; then deploy.',
    ]),
  );
  const theirs = await spfRows(
    record,
    {
      'provider.example TXT': ['v=spf1 include:inner.example -all'],
      'inner.example TXT': ['v=spf1 ip4:9 -all'],
    },
    ['provider.example'],
  );
  expect(theirs[0]).toMatchObject({
    id: 'spf',
    verdict: 'fail',
    seen: 'permerror for all mail of the domain: ip4:9 (inner.example, include:provider.example): an IPv4 address has four numbers from 0 to 255',
    next: expect.stringMatching(/^Tell who runs inner\.example; .* take "provider\.example" out/) as string,
  });
});

test('a record that works and is not the config’s', async () => {
  const zone = { 'provider.example TXT': ['v=spf1 ip4:198.51.100.0/24 -all'] };
  const record = `v=spf1 ip4:${ADDRESS} include:provider.example -all`;
  expect(await spfRows(record, zone, ['provider.example'])).toEqual([]);
  expect(
    await spfRows(`V=SPF1  +ip4:${ADDRESS} Include:Provider.example -ALL`, zone, ['provider.example']),
  ).toEqual([]);
  const [more] = await spfRows(record, zone);
  expect(more).toMatchObject({
    id: 'spf',
    verdict: 'warn',
    next: expect.stringMatching(/^Give include:provider\.example in spf/) as string,
  });
  const [milder] = await spfRows(`v=spf1 ip4:${ADDRESS} ~all`);
  expect(milder).toMatchObject({
    id: 'spf',
    verdict: 'fail',
    next: expect.stringMatching(/^Put the SPF/) as string,
  });
});
