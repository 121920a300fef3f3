import type { Environment } from '../../lib/config/environment';
import { parseConfig } from '../../lib/config/parse';
import { breaks } from '../../lib/config/succession';
import { deployedIn } from '../../lib/contract/settings';
import { dryIn } from '../../lib/contract/report';
import { settingsDocument } from '../../lib/machine/settings';

const A = { 'example.com': { hostedZone: { id: 'Z11111111111111111111' } } };
const B = {
  'news.example.org': {
    hostedZone: { id: 'Z22222222222222222222', name: 'example.org' },
    envelopeDomain: 'bounce.news.example.org',
  },
};
const C = { 'example.net': { hostedZone: { create: true }, mx: false } };

function of(domains: object, more: object = {}): Environment {
  const [environment] = parseConfig({ ...more, domains });
  if (environment === undefined) throw new Error('nothing was parsed');
  return environment;
}
const said = (before: Environment, now: Environment, dry?: ReadonlySet<string>) =>
  breaks(deployedIn(settingsDocument(before))!, now, dry).map(
    ({ what, remedy }) => `${what.en} ${remedy.en}`,
  );
const entriesIn = (problem: string) =>
  (JSON.parse(`{"former":${/former: (\[.*?\}\])/.exec(problem)?.[1] ?? '[]'}}`) as { former: object[] })
    .former;

const both = of({ ...A, ...B });

test('another order of the others, one more, or the same, breaks nothing', () => {
  const three = of({ ...A, ...B, ...C });
  expect(said(both, both)).toEqual([]);
  expect(said(both, three)).toEqual([]);
  expect(said(three, of({ ...A, ...C, ...B }))).toEqual([]);
  expect(said(of(A), both)).toEqual([]);
});

test('a domain that is gone is refused, with an entry that can be pasted and is then enough', () => {
  const [problem = '', ...more] = said(both, of(A));
  expect(more).toEqual([]);
  expect(problem).toMatch(/^news\.example\.org is no longer among the domains\..* would go with this deploy/);
  const former = entriesIn(problem);
  expect(former).toEqual([
    {
      ...{ domain: 'news.example.org', envelopeDomain: 'bounce.news.example.org' },
      hostedZone: { id: 'Z22222222222222222222', name: 'example.org' },
      ...{ selectors: ['kitte1'], mx: true, beside: true },
    },
  ]);
  expect(said(both, of(A, { former }))).toEqual([]);
  // Without the word that it was beside it would be one of the first's.
  const dry = dryIn({ former: 'news.example.org bounce.news.example.org mail.example.com: dry' });
  const over = of(A, { former: former.map((entry) => ({ ...entry, over: true })) });
  const kept = of(A, { former });
  expect(said(kept, over, new Set())).toEqual([expect.stringMatching(/has not said yet/)]);
  expect(said(kept, over, dry)).toEqual([]);
});

test('the id of a zone that a deploy created is not known here, and asked for', () => {
  const [problem = ''] = said(of({ ...A, ...C }), of(A));
  expect(problem).toContain('"hostedZone":{"id":"Z…","name":"example.net"}');
  expect(problem).toContain('Give the id that its zone has in Route 53.');
});

test('its envelope domain and its selector are kept like those of the first', () => {
  const other = (changes: object) =>
    of({ ...A, 'news.example.org': { ...B['news.example.org'], ...changes } });
  const [problem = ''] = said(both, other({ envelopeDomain: 'b2.news.example.org' }));
  expect(problem).toMatch(
    /^The envelopeDomain of news\.example\.org, bounce\.news\.example\.org, becomes b2\.news\.example\.org\./,
  );
  const former = entriesIn(problem);
  expect(
    said(
      both,
      of(
        { ...A, 'news.example.org': { ...B['news.example.org'], envelopeDomain: 'b2.news.example.org' } },
        { former },
      ),
    ),
  ).toEqual([]);
  expect(said(both, other({ dkim: { selectors: ['kitte2'] } }))).toEqual([
    expect.stringMatching(/signs for news\.example\.org with the selector kitte1.*kitte dkim rotate/),
  ]);
  expect(said(both, other({ dkim: { selectors: ['kitte2', 'kitte1'] } }))).toEqual([]);
});

test.each([
  [
    'another order',
    of(
      { ...B, ...A },
      { hostName: 'mail.example.com', hostZone: { ...A['example.com'].hostedZone, name: 'example.com' } },
    ),
  ],
  ['a new one before them', of({ ...C, ...A, ...B }, { hostName: 'mail.example.net' })],
  ['the first taken out', of(B, { hostName: 'mail.example.org' })],
])('the first domain stays the first: %s', (_, now) => {
  const [problem, ...more] = said(both, now);
  expect(problem).toMatch(/^The first of domains was example\.com, and would be /);
  expect(problem).toContain('Put example.com first in domains again');
  expect(more).toEqual([]);
});

test('a host name that follows the first domain is said, with the line that holds it', () => {
  const [problem] = said(both, of({ ...C, ...A, ...B }));
  expect(problem).toContain('another host name, mail.example.net in place of mail.example.com');
  expect(problem).toContain("hostName: 'mail.example.com'");
  const [renamed, ...more] = said(
    both,
    of({ 'shop.example.com': { hostedZone: { ...A['example.com'].hostedZone, name: 'example.com' } }, ...B }),
  );
  expect(renamed).toContain(
    "To leave the server its host name, write hostName: 'mail.example.com' too, and no moving.",
  );
  expect(more).toEqual([]);
});

test('what still stands among the others’ records is not made the first', () => {
  const former = entriesIn(said(both, of(A))[0] ?? '');
  const rises = of(B, { hostName: 'mail.example.org', former });
  expect(said(of(A, { former }), rises)).toEqual([
    expect.stringMatching(/^news\.example\.org is the first domain, and its records of former stand among/),
  ]);
});

test('an entry of theirs has the server’s host name, in whatever zone that lies', () => {
  const host = {
    hostName: 'smtp.host.example',
    hostZone: { id: 'Z33333333333333333333', name: 'host.example' },
  };
  const former = entriesIn(said(of({ ...A, ...B }, host), of(A, host))[0] ?? '');
  expect(of(A, { ...host, former }).former).toMatchObject([{ hostName: 'smtp.host.example', beside: true }]);
});
