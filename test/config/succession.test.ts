import { parseConfig } from '../../lib/config/parse';
import { breaks, type Succeeding } from '../../lib/config/succession';
import { deployedIn } from '../../lib/contract/settings';
import { dryIn } from '../../lib/contract/report';
import { settingsDocument } from '../../lib/machine/settings';
import { environment } from '../fixtures/environment';
import type { Former } from '../../lib/config/environment';

const before = { ...environment, envelopeDomain: 'bounce.example.com', served: ['bounce.example.com'] };
const deployed = (changes: Partial<typeof environment> = {}) => {
  const found = deployedIn(settingsDocument({ ...before, ...changes }));
  if (found === undefined) throw new Error('These settings name no server.');
  return found;
};
const old: Former = {
  domain: 'example.com',
  envelopeDomain: 'bounce.example.com',
  hostName: 'mail.example.com',
  selectors: ['kitte1'],
  mx: true,
  domainTxt: [],
  over: false,
};
const renamed = { ...before, domain: 'example.org', envelopeDomain: 'example.org' };
const said = (now: Succeeding, from = deployed(), dry?: ReadonlySet<string>) =>
  breaks(from, now, dry).map(({ what, remedy }) => `${what.en} ${remedy.en}`);
const KEY = 'example.com bounce.example.com mail.example.com';

const host = { ...before, hostName: 'post.example.com' };

test('the same names, and a second selector beside the one that signs, break nothing', () => {
  expect(said(before)).toEqual([]);
  expect(said({ ...before, dkim: { selectors: ['kitte2', 'kitte1'] } })).toEqual([]);
});

test.each([
  ['domain', { ...before, domain: 'example.org' }, /^domain example\.com becomes example\.org\. /],
  [
    'envelope domain',
    { ...before, envelopeDomain: 'example.com' },
    /^envelopeDomain bounce\.example\.com becomes/,
  ],
  ['host name', host, /^hostName mail\.example\.com becomes post/],
  [
    'both',
    renamed,
    /^domain example\.com becomes example\.org, envelopeDomain bounce\.example\.com becomes example\.org\./,
  ],
])('a changed %s is said, with the entry that keeps the old records', (_, now, words) => {
  const [problem = '', ...others] = said(now);
  expect(others).toEqual([]);
  expect(problem).toMatch(words);
  const moving = now.hostName === before.hostName ? '' : ',"moving":{}';
  expect(problem).toContain(
    `former: [{"domain":"example.com","envelopeDomain":"bounce.example.com","hostName":"mail.example.com","selectors":["kitte1"],"mx":true${moving}}]`,
  );
});

test('what is said can be pasted, and is then enough', () => {
  const [problem = ''] = said(renamed);
  const { former } = JSON.parse(
    `{${/former: (\[.*?\}\])/.exec(problem)?.[0].replace('former', '"former"') ?? ''}}`,
  ) as {
    former: object[];
  };
  const [parsed] = parseConfig({
    domain: 'shop.example.com',
    hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
    former,
  });
  expect(parsed?.former).toEqual([old]);
  expect(said({ ...renamed, former: parsed?.former ?? [] })).toEqual([]);
});

test('a selector that signs is not dropped, nor revoked, without a rotation', () => {
  const [problem] = said({ ...before, dkim: { selectors: ['kitte2'] } });
  expect(problem).toMatch(
    /signs with the selector kitte1, which dkim\.selectors no longer has.*kitte dkim rotate/,
  );
});

test('an entry with another selector than the one that signed keeps the wrong record', () => {
  expect(said({ ...renamed, former: [{ ...old, selectors: ['kitte9'] }] })).toHaveLength(1);
  expect(said({ ...renamed, former: [{ ...old, over: true }] })).toHaveLength(1);
});

test('records go once the machine has seen that nothing waits, and not before', () => {
  const from = deployed({ ...renamed, served: [], former: [old] });
  const over: Succeeding = { ...renamed, former: [{ ...old, over: true }] };
  for (const report of ['', `${KEY}: waiting`, 'other.example: dry'])
    expect(said(over, from, dryIn({ former: report }))).toEqual([
      expect.stringMatching(/has not said yet that nothing/),
    ]);
  expect(said(over, from, dryIn({ former: `other.example: waiting; ${KEY}: dry` }))).toEqual([]);
  // No machine speaks any more.
  expect(said(over, from)).toEqual([]);
});

test('an entry stays in its place for ever, but for a change that is taken back', () => {
  const from = deployed({ ...renamed, served: [], former: [old] });
  const dry = dryIn({ former: `${KEY}: dry` });
  expect(said({ ...renamed, former: [] }, from, dry)).toEqual([
    expect.stringMatching(/lost or moved its entry 1/),
  ]);
  const next: Former = { ...old, domain: 'example.org', envelopeDomain: 'example.org', mx: false };
  expect(said({ ...renamed, former: [next, old] }, from, dry)).toEqual([expect.stringMatching(/entry 1/)]);
  const back: Succeeding = { ...before, former: [old, next] };
  expect(said(back, from, dry)).toEqual([]);
  // Taken back before the server heard of it: nothing was sent under the other name.
  expect(said(before)).toEqual([]);
});

test('settings of a version that wrote fewer names are compared in those', () => {
  const first =
    '{"version":1,"domain":"example.com","dkim":{"selectors":["kitte1"],"active":"kitte1"},"users":[],"forwards":{}}';
  const found = deployedIn(first);
  expect(found).toMatchObject({
    domain: 'example.com',
    envelopeDomain: 'example.com',
    served: [],
    former: [],
  });
  expect(said(environment, found)).toEqual([]);
  expect(said({ ...environment, hostName: 'post.example.com' }, found)).toEqual([]);
  expect(said({ ...environment, domain: 'example.org' }, found)).toHaveLength(1);
});

test.each(['', '{', 'null', '[]', '{}', '{"domain":"example.com"}', '{"domain":1,"dkim":{"active":"a"}}'])(
  'what is no settings names no server: %s',
  (text) => expect(deployedIn(text)).toBeUndefined(),
);
