import fc from 'fast-check';
import type { Environment, SendingDomain } from '../../lib/config/environment';
import { ConfigError } from '../../lib/config/problem';
import { limits } from '../../lib/limits/limits';
import { parseConfig } from '../../lib/limits/load';
import { environment, withMx } from '../fixtures/environment';

const logins = (count: number, length = 12) =>
  Array.from({ length: count }, (_, index) => {
    const login = `app${String(index)}`.padEnd(length, 'x');
    return { login, senders: [`${login}@example.com`], subaddresses: true };
  });
const with_ = (over: Partial<Environment>): Environment => ({ ...environment, ...over });
const paths = (wanted: Environment) => limits(wanted).map(({ path }) => path.join('.'));

test('what is usual has room, and so have a hundred logins and the thousandth', () => {
  for (const each of [environment, withMx]) expect(limits(each)).toEqual([]);
  for (const count of [66, 100, 1000]) expect(limits(with_({ users: logins(count) }))).toEqual([]);
});

test('a secret with too many passwords is met with figure, limit and remedy', () => {
  const [finding] = limits(with_({ users: logins(1200) }));
  expect(finding).toMatchObject({
    path: ['users'],
    received: expect.stringMatching(
      /^the secret with the passwords of 1200 logins has 7\d,\d{3} bytes$/,
    ) as string,
    allowed: 'at most 65,536 bytes (Secrets Manager)',
    remedy: expect.stringMatching(/environment of their own/) as string,
  });
});

test('senders that nothing can compress fill the settings before the secret is full', () => {
  const random = fc.sample(fc.stringMatching(/^[a-z0-9]{40}$/), { numRuns: 4000, seed: 7 });
  const users = logins(40).map((user, index) => ({
    ...user,
    senders: random.slice(index * 100, index * 100 + 100).map((name) => `${name}@example.com`),
  }));
  expect(limits(with_({ users })).map(({ received }) => received)).toEqual([
    expect.stringMatching(/^the settings of 40 logins and their senders, compressed, have \d+,\d{3} bytes$/),
  ]);
});

test.each<[string, Partial<Environment>, string, RegExp]>([
  [
    'many TXT values',
    { domainTxt: Array.from({ length: 450 }, (_, index) => `site-verification=${String(index)}`) },
    'domainTxt',
    /^the TXT record of example.com has 451 values$/,
  ],
  [
    'long TXT values',
    { domainTxt: Array.from({ length: 9 }, (_, index) => String(index).repeat(3900)) },
    'domainTxt',
    /have together 35,\d{3} characters$/,
  ],
  [
    'a quote in each place of a long TXT value, which is written in four',
    { domainTxt: ['"'.repeat(3900)] },
    'domainTxt',
    /^a value of the TXT record of example.com has 15,\d{3} characters$/,
  ],
  [
    'many addresses for reports',
    {
      dmarc: {
        ...environment.dmarc,
        rua: Array.from({ length: 90 }, (_, index) =>
          `mailto:dmarc-${String(index)}@reports.example.com,`.padEnd(46, 'x'),
        ),
      },
    },
    'dmarc',
    /^a value of the TXT record of _dmarc.example.com has 4,\d{3} characters$/,
  ],
  [
    'an endless URL',
    { certificate: { directoryUrl: `https://ca.test/${'x'.repeat(9000)}` } },
    'certificate.directoryUrl',
    /^the user-data has \d\d,\d{3} bytes$/,
  ],
  [
    'keys that were retired in all the years',
    {
      dkim: {
        ...environment.dkim,
        retired: Array.from({ length: 450 }, (_, index) => `kitte${String(index + 2)}`),
      },
    },
    'dkim.retired',
    /^the Foundation stack has 512 resources$/,
  ],
])('%s', (_, over, path, received) => {
  const found = limits(with_(over));
  expect(found.map((each) => [each.path.join('.'), each.received])).toContainEqual([
    path,
    expect.stringMatching(received),
  ]);
});

test('names of before fill the head of the settings, the report and the stack', () => {
  const former = Array.from({ length: 60 }, (_, index) => ({
    domain: `news-${String(index)}.example.com`,
    envelopeDomain: `bounce.news-${String(index)}.example.com`,
    hostName: `mail-${String(index)}.example.com`,
    selectors: ['kitte1'],
    mx: true,
    domainTxt: [],
    over: false,
  }));
  const found = limits(with_({ former, users: logins(100) }));
  expect(new Set(found.map(({ path }) => path[0]))).toEqual(new Set(['former']));
  expect(found.map(({ received }) => received)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^the head of the settings, with the names of before, has \d+,\d{3} bytes$/),
      expect.stringMatching(/^the machine's report on the names of before has \d,\d{3} bytes$/),
    ]),
  );
  expect(paths(with_({ former: former.slice(0, 10), users: logins(100) }))).toEqual([]);
});

test('a config says it when it is loaded, with the path of its environment and with every other problem', () => {
  const users = logins(1200).map(({ login }) => ({ login }));
  const input = {
    domain: 'example.com',
    hostedZone: { id: 'Z0123456789ABCDEFGHIJ' },
    environments: { prod: { users }, staging: { domain: 'staging.example.com' } },
  };
  let said: unknown;
  try {
    parseConfig(input);
  } catch (error) {
    said = error;
  }
  expect(said).toBeInstanceOf(ConfigError);
  expect((said as ConfigError).problems.map(({ path }) => path)).toContain('environments.prod.users');
  expect((said as ConfigError).message).toMatch(/at most 65,536 bytes/);
});

const zone = { kind: 'given', id: 'Z22222222222222222222', name: 'example.org' } as const;
const besides = (count: number, over: Partial<Environment> = {}): readonly SendingDomain[] =>
  Array.from({ length: count }, (_, index) => {
    const domain = `customer${String(index)}.example.org`;
    const envelopeDomain = `bounce.${domain}`;
    return { ...environment, domain, envelopeDomain, hostedZone: zone, users: [], mx: true, ...over };
  });

test('a hundred and ninety domains have room, and the two-hundredth meets the wall', () => {
  expect(limits(with_({ others: besides(190) }))).toEqual([]);
  const found = limits(with_({ others: besides(199) }));
  expect(found).toContainEqual({
    path: ['domains'],
    received: 'the Dns stack has 201 parameters',
    allowed: 'at most 200 parameters (a stack of CloudFormation)',
    remedy: expect.stringMatching(/^Give some of the domains an environment of their own/) as string,
  });
});

test('a rotation of all domains at once wants twice the keys', () => {
  const dkim = { ...environment.dkim, selectors: ['kitte1', 'kitte2'] };
  expect(limits(with_({ others: besides(95, { dkim }) }))).toEqual([]);
  expect(paths(with_({ others: besides(110, { dkim }) }))).toContain('domains');
});

test('created zones have outputs of their own', () => {
  const others = besides(70).map((each) => ({
    ...each,
    hostedZone: { kind: 'created', name: each.domain, delegated: true } as const,
  }));
  expect(limits(with_({ others: others.slice(0, 60) }))).toEqual([]);
  expect(limits(with_({ others })).map(({ received }) => received)).toEqual([
    'the Foundation stack has 220 outputs',
  ]);
});

test('roles of zones in other accounts are as many as a policy holds, and one may write several', () => {
  const byRole = (roleOf: (index: number) => string) =>
    besides(180).map((each, index) => ({
      ...each,
      hostedZone: { ...zone, id: `Z${String(index)}`, role: roleOf(index) },
    }));
  const role = 'arn:aws:iam::210987654321:role/kitte-dns';
  expect(limits(with_({ others: byRole(() => role) }))).toEqual([]);
  const others = byRole((index) => `${role}-of-customer-${String(index)}`);
  expect(limits(with_({ others }))).toEqual([
    {
      path: ['domains'],
      received: expect.stringMatching(
        /^the roles of zones in other accounts, .* have 1\d,\d{3} characters$/,
      ) as string,
      allowed: "at most 10,240 characters (IAM, for a role's own policies)",
      remedy: 'Let one role of an account write several of its zones.',
    },
  ]);
});

test('what is wrong with a domain beside the first is said of that domain', () => {
  const domainTxt = Array.from({ length: 8 }, (_, index) => `${String(index)}`.repeat(2100));
  const found = limits(
    with_({ others: besides(2).map((each, index) => (index === 1 ? { ...each, domainTxt } : each)) }),
  );
  expect(found).toEqual([
    {
      path: ['domains', 'customer1.example.org', 'domainTxt'],
      received: expect.stringMatching(
        /^the values of all records of customer1\.example\.org have together 1\d,\d{3} characters$/,
      ) as string,
      allowed:
        'at most 16,000 characters (Route 53, which takes 32,000 a request and counts those that change twice)',
      remedy: 'Take out TXT values that no service asks for any more.',
    },
  ]);
});

test('the logins of all domains share one secret', () => {
  const users = logins(1200);
  expect(limits(with_({ others: besides(1, { users }) })).map(({ received }) => received)).toContainEqual(
    expect.stringMatching(/^the secret with the passwords of 1201 logins has/),
  );
});
