import { parseConfig } from '../../lib/config/parse';

const config = (former: unknown, more: object = {}) => ({
  domain: 'news.example.com',
  hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
  former,
  ...more,
});
const problems = (former: unknown) => {
  try {
    parseConfig(config(former));
    return 'none';
  } catch (error) {
    return String(error);
  }
};

test('an entry that names but a domain has the defaults of then, and the host of now', () => {
  const [environment] = parseConfig(config([{ domain: 'Shop.Example.com' }]));
  expect(environment?.former).toEqual([
    {
      domain: 'shop.example.com',
      envelopeDomain: 'shop.example.com',
      hostName: 'mail.news.example.com',
      ...{ selectors: ['kitte1'], mx: false, domainTxt: [], over: false },
    },
  ]);
});

test('names of another zone say which one it was', () => {
  expect(problems([{ domain: 'example.org' }])).toMatch(
    /former\[0\]\.domain.*example\.com or a name below it, because its records stay in that zone/s,
  );
  const given = {
    domain: 'example.org',
    hostName: 'mail.example.org',
    hostedZone: { id: 'Z99999999999999999999' },
  };
  const [environment] = parseConfig(config([given]));
  expect(environment?.former?.[0]?.hostedZone).toEqual({
    ...{ kind: 'given', id: 'Z99999999999999999999', name: 'example.org' },
  });
  // A name whose records are gone may lie anywhere.
  expect(problems([{ domain: 'example.org', over: true }])).toBe('none');
});

test.each([
  [[{ domain: 'a.example.com' }, { domain: 'a.example.com' }], /former\[1\].*no entry before it has/s],
  [[{ domain: 'a.example.com', selectors: [] }], /former\[0\]\.selectors/],
  [[{ envelopeDomain: 'a.example.com' }], /former\[0\]\.domain/],
  [[{ domain: 'a.example.com', until: '2027' }], /until/],
])('%j is refused', (former, words) => {
  expect(problems(former)).toMatch(words);
});
