import { domainsOf, hostZoneOf, loginsOf } from '../../lib/config/domains';
import { hostInForce } from '../../lib/config/host-names';
import { parseConfig } from '../../lib/config/parse';
import { ConfigError } from '../../lib/config/problem';

const zone = (digit: string) => ({ id: `Z${digit.repeat(20)}` });
const two = {
  domains: {
    'example.com': { hostedZone: zone('1'), mx: true, replies: 'office@elsewhere.example' },
    'news.example.org': {
      hostedZone: { ...zone('2'), name: 'example.org' },
      envelopeDomain: 'bounce.news.example.org',
      users: [{ login: 'news' }],
    },
  },
};

function problemsOf(input: unknown): [string, string][] {
  try {
    parseConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ path, received }) => [path, received]);
    throw error;
  }
  return [];
}

test('the first of several domains gives the server its name and zone', () => {
  const [prod] = parseConfig(two);
  if (prod === undefined) throw new Error('nothing was parsed');
  expect(prod).toMatchObject({ domain: 'example.com', hostName: 'mail.example.com' });
  expect(domainsOf(prod).map(({ domain, envelopeDomain }) => [domain, envelopeDomain])).toEqual([
    ['example.com', 'example.com'],
    ['news.example.org', 'bounce.news.example.org'],
  ]);
  const [, news] = domainsOf(prod);
  expect(news).toMatchObject({
    hostName: 'mail.example.com',
    hostedZone: { name: 'example.org' },
    served: ['bounce.news.example.org'],
    dkim: { active: 'kitte1' },
    route: { kind: 'direct' },
  });
  // What only the first says is not the second's.
  expect(news?.replies).toBeUndefined();
  expect(hostZoneOf(news ?? prod)).toEqual({ kind: 'given', ...zone('1'), name: 'example.com' });
});

test('a domain has its own logins, and those at the top may send as all', () => {
  const [prod] = parseConfig({ ...two, users: [{ login: 'app' }] });
  expect(prod && loginsOf(prod)).toEqual([
    {
      domain: 'example.com',
      login: 'app',
      senders: ['@example.com', '@news.example.org'],
      subaddresses: true,
    },
    { domain: 'news.example.org', login: 'news', senders: ['@news.example.org'], subaddresses: true },
  ]);
});

test('where nobody has logins there is one for all domains', () => {
  const [prod] = parseConfig({
    hostedZone: zone('1'),
    domains: { 'example.com': {}, 'news.example.com': { hostedZone: { ...zone('1'), name: 'example.com' } } },
  });
  expect(prod && loginsOf(prod)).toMatchObject([
    { login: 'mailer', senders: ['@example.com', '@news.example.com'] },
  ]);
});

test('one domain in either form is the same environment', () => {
  const short = { domain: 'example.com', hostedZone: zone('1'), spf: { ip4: ['192.0.2.1'] } };
  const { domain, ...own } = short;
  expect(parseConfig({ domains: { [domain]: own } })).toEqual(parseConfig(short));
});

test('what stands above the domains holds for each, unless it says otherwise', () => {
  const [prod] = parseConfig({
    ...two,
    dmarc: { policy: 'none' },
    domains: { ...two.domains, 'example.net': { hostedZone: zone('3'), dmarc: { policy: 'reject' } } },
  });
  expect(prod && domainsOf(prod).map(({ dmarc }) => dmarc.policy)).toEqual(['none', 'none', 'reject']);
});

test.each<[string, object, [string, string][]]>([
  ['no domain', { domains: {} }, [['domains', '{}']]],
  ['both forms', { ...two, domain: 'example.com' }, [['domain', '"example.com"']]],
  [
    "the server's below a domain",
    { domains: { 'example.com': { hostedZone: zone('1'), vpc: {} } } },
    [['domains["example.com"].vpc', '{}']],
  ],
  ['no zone', { domains: { 'example.com': {} } }, [['domains["example.com"].hostedZone', 'nothing']]],
  [
    'a name that is none',
    { domains: { 'example..com': { hostedZone: zone('1') } } },
    [['domains["example..com"]', '"example..com"']],
  ],
  [
    'a domain outside its zone',
    {
      domains: {
        'example.com': { hostedZone: zone('1') },
        'example.org': { hostedZone: { ...zone('2'), name: 'example.net' } },
      },
    },
    [
      ['domains["example.org"]', '"example.org"'],
      ['domains["example.org"].envelopeDomain', '"example.org"'],
    ],
  ],
  [
    'one login twice',
    {
      domains: {
        'example.com': { hostedZone: zone('1'), users: [{ login: 'app' }] },
        'example.org': { hostedZone: zone('2'), users: [{ login: 'app' }] },
      },
    },
    [['domains["example.org"].users[0].login', '"app"']],
  ],
  [
    'a sender of no domain',
    {
      domains: {
        'example.com': { hostedZone: zone('1'), users: [{ login: 'app', senders: ['@example.net'] }] },
        'example.org': { hostedZone: zone('2') },
      },
    },
    [['domains["example.com"].users[0].senders[0]', '"@example.net"']],
  ],
  [
    'the same envelope domain',
    {
      domains: {
        'example.com': { hostedZone: zone('1'), envelopeDomain: 'bounce.example.com' },
        'bounce.example.com': { hostedZone: { ...zone('1'), name: 'example.com' } },
      },
    },
    [['domains["bounce.example.com"]', '"bounce.example.com"']],
  ],
  [
    'a domain that is the host',
    {
      domains: {
        'example.com': { hostedZone: zone('1') },
        'mail.example.com': { hostedZone: { ...zone('1'), name: 'example.com' } },
      },
    },
    [['domains["mail.example.com"]', '"mail.example.com"']],
  ],
  [
    'one zone made twice',
    {
      domains: {
        'example.com': { hostedZone: { create: true } },
        'a.example.com': { hostedZone: { create: true, name: 'example.com' } },
      },
    },
    [['domains["a.example.com"].hostedZone', '"example.com"']],
  ],
  [
    'a forward to the other domain',
    {
      domains: {
        'example.com': { hostedZone: zone('1'), mx: true },
        'example.org': { hostedZone: zone('2'), roleAddresses: { abuse: 'abuse@example.com' } },
      },
    },
    [['domains["example.org"].roleAddresses.abuse', '"abuse@example.com"']],
  ],
])('refused: %s', (_, config, expected) => expect(problemsOf(config)).toEqual(expected));

test('while the host name moves, every domain knows the one in force', () => {
  const former = [{ domain: 'example.com', hostName: 'smtp.example.com', moving: {} }];
  const [prod] = parseConfig({
    ...two,
    former: [
      {
        domain: 'example.net',
        over: true,
        hostedZone: { ...zone('9'), name: 'example.net' },
        hostName: 'smtp.example.net',
      },
      ...former,
    ],
  });
  expect(prod && domainsOf(prod).map(hostInForce)).toEqual(['smtp.example.com', 'smtp.example.com']);
  expect(prod && domainsOf(prod)[1]?.former?.map(({ hostName }) => hostName)).toEqual(['smtp.example.com']);
});
