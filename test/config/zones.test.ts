import { delegationsOf, domainsOf, hostZoneOf, isOwn } from '../../lib/config/domains';
import { parseConfig } from '../../lib/config/parse';
import { ConfigError } from '../../lib/config/problem';
import { expectRefused, type Row } from './refused';

const ROLE = 'arn:aws:iam::210987654321:role/kitte-dns';
const byRole = { id: 'Z0987654321ABCDEFGHIJ', role: ROLE };
const hostZone = { create: true, name: 'mail.example.com' };
const given = { id: 'Z0123456789ABCDEFGHIJ' };

const parsed = (config: object) => {
  const [environment] = parseConfig(config);
  if (environment === undefined) throw new Error('nothing was parsed');
  return environment;
};

test('DNS elsewhere, for the first domain and another', () => {
  const environment = parsed({
    hostZone,
    domains: { 'example.com': { hostedZone: 'elsewhere' }, 'example.org': { hostedZone: 'elsewhere' } },
  });
  expect(domainsOf(environment).map(({ hostedZone }) => hostedZone)).toEqual([
    { kind: 'elsewhere', name: 'example.com' },
    { kind: 'elsewhere', name: 'example.org' },
  ]);
  // A person tells its parent, so it is not delegated before somebody says so.
  expect(hostZoneOf(environment)).toEqual({ kind: 'created', name: 'mail.example.com', delegated: false });
  expect(delegationsOf(environment).map(({ zone, domain }) => [zone.name, domain])).toEqual([
    ['mail.example.com', 'example.com'],
  ]);
  // Whoever has the DNS says who takes the mail.
  expect(environment.served).toEqual([]);
});

test('what is said above the domains may be of another kind than what one of them says', () => {
  const environment = parsed({
    hostedZone: 'elsewhere',
    domains: {
      'example.com': { hostedZone: given },
      'example.org': {},
      'example.net': { hostedZone: byRole },
    },
  });
  expect(domainsOf(environment).map(({ hostedZone: { kind } }) => kind)).toEqual([
    'given',
    'elsewhere',
    'given',
  ]);
  const each = parseConfig({
    domain: 'example.com',
    hostedZone: 'elsewhere',
    hostZone,
    environments: {
      prod: {},
      test: {
        domain: 'example.org',
        hostedZone: given,
        hostZone: { id: given.id, name: 'example.com', create: false },
        hostName: 'test.example.com',
      },
    },
  });
  expect(each.map(({ hostedZone: { kind } }) => kind)).toEqual(['elsewhere', 'given']);
});

test('a zone by a role delegates the zones below it that Kitte creates', () => {
  const environment = parsed({ domain: 'example.com', hostedZone: byRole, hostZone });
  expect(environment.hostedZone).toEqual({ kind: 'given', ...byRole, name: 'example.com' });
  expect(environment.hostZone).toEqual({ kind: 'created', name: 'mail.example.com', delegated: true });
  expect(isOwn(environment.hostedZone)).toBe(false);
  // The nearest decides.
  const two = parsed({
    hostZone: { create: true, name: 'mail.news.example.com' },
    hostName: 'mail.news.example.com',
    domains: { 'example.com': { hostedZone: byRole }, 'news.example.com': { hostedZone: 'elsewhere' } },
  });
  expect(two.hostZone).toMatchObject({ delegated: false });
});

test('names of before may have been elsewhere, wherever they lie', () => {
  const environment = parsed({
    domain: 'example.com',
    hostedZone: given,
    former: [{ domain: 'example.net', hostName: 'mail.example.com', hostedZone: 'elsewhere' }],
  });
  expect(environment.former?.[0]?.hostedZone).toEqual({ kind: 'elsewhere', name: 'example.net' });
});

const REMEDY = /Add hostZone: \{ create: true, name: 'mail\.example\.com' \}/;
const OWN = /^a zone in Route 53 in (this|the) account/;

test.each<Row>([
  [
    { hostedZone: 'elsewhere' },
    'hostZone',
    'nothing',
    OWN,
    new RegExp(`${REMEDY.source}.*\`kitte zone\` prints its NS records`),
  ],
  [
    { hostedZone: byRole },
    'hostZone',
    'nothing',
    /account.*by the role arn:aws:iam::210987654321/,
    new RegExp(`${REMEDY.source}.*The role writes its NS records`),
  ],
  [
    { hostZone: 'elsewhere' },
    'hostZone',
    '"elsewhere"',
    /^a zone in Route 53 in the account of the deploy/,
    /hostZone: \{ create: true/,
  ],
  [
    { hostZone: { ...byRole, name: 'mail.example.com' } },
    'hostZone.role',
    `"${ROLE}"`,
    /^a zone in Route 53 in the account of the deploy/,
    /hostZone: \{ create: true/,
  ],
  [
    { hostedZone: { ...byRole, role: 'kitte-dns' }, hostZone },
    'hostedZone.role',
    '"kitte-dns"',
    /^the ARN of an IAM role/,
    /docs\/zones\.md/,
  ],
  [
    { hostedZone: { ...byRole, role: 'arn:aws-cn:iam::210987654321:role/x' }, hostZone },
    'hostedZone.role',
    '"arn:aws-cn',
    /ARN/,
    /IAM console/,
  ],
  [{ hostedZone: { create: true, role: ROLE } }, 'hostedZone.role', `"${ROLE}"`, /these keys/, /Remove it/],
  [
    { hostedZone: { id: given.id, roleArn: ROLE } },
    'hostedZone.roleArn',
    `"${ROLE}"`,
    /these keys/,
    /Write role/,
  ],
  [
    { hostedZone: 'cloudflare' },
    'hostedZone',
    '"cloudflare"',
    /"elsewhere" for DNS that is not Route 53/,
    /Change it to/,
  ],
  [
    { hostedZone: { id: 'nonsense' } },
    'hostedZone.id',
    '"nonsense"',
    /^a Route 53 hosted zone id/,
    /Copy it/,
  ],
])('refused with what to write: %j', (...row) => {
  expectRefused(row);
});

test('a zone is in one account', () => {
  const words = (config: object) => {
    try {
      parseConfig(config);
      return '';
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.message;
    }
  };
  const a = { hostedZone: { ...byRole, name: 'example.com' } };
  const b = { hostedZone: { id: byRole.id, name: 'example.com' } };
  expect(words({ hostZone, domains: { 'example.com': a, 'news.example.com': b } })).toMatch(
    /domains\["news\.example\.com"\]\.hostedZone\.role\n.*received {2}nothing\n.*the role arn:aws:iam::210987654321:role\/kitte-dns for the zone Z0987654321ABCDEFGHIJ, as example\.com has it/,
  );
  expect(words({ hostZone, domains: { 'example.com': a, 'news.example.com': a } })).toBe('');
  expect(
    words({ domain: 'example.com', hostedZone: byRole, hostZone: { id: byRole.id, name: 'example.com' } }),
  ).toMatch(
    /^The config has a problem\.\n\n {2}hostedZone\.role\n[^]*no role for the zone Z0987654321ABCDEFGHIJ, as hostZone has it/,
  );
  // Two environments would both write the SPF record of a name elsewhere.
  expect(
    words({
      domain: 'example.com',
      hostedZone: 'elsewhere',
      environments: {
        prod: { hostZone },
        test: { hostZone: { create: true, name: 'test.example.com' }, hostName: 'test.example.com' },
      },
    }),
  ).toMatch(/a name that environment prod does not use in the same zone/);
});
