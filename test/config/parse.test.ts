import { ConfigError, type Problem } from '../../lib/config/problem';
import { parseConfig } from '../../lib/config/parse';

const base = { domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };

function problemsOf(input: unknown): readonly Problem[] {
  try {
    parseConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('the smallest config is one environment with every default', () => {
  expect(parseConfig(base)).toEqual([
    expect.objectContaining({
      name: 'prod',
      hostName: 'mail.example.com',
      envelopeDomain: 'example.com',
      mx: false,
      dkim: { selectors: ['kitte1'], active: 'kitte1', retired: [], keySize: 2048 },
      queueLifetime: 432_000,
      machine: expect.objectContaining({ volumeSizeGiB: 16, queueVolumeSizeGiB: 4 }) as unknown,
      users: [{ login: 'mailer', senders: ['@example.com'], subaddresses: true }],
      limits: {
        messageSizeMiB: 35,
        recipientsPerMessage: 1000,
        messagesPerDay: 5000,
        recipientsPerDay: 10_000,
      },
      connections: { perAddress: 20, perKnownAddress: 100, secondsToLogin: 30 },
    }),
  ]);
});

test('an environment may have limits of its own, and keeps the defaults of the others', () => {
  const environments = { prod: {}, test: { domain: 'test.example.com', limits: { messagesPerDay: 20 } } };
  const [prod, other] = parseConfig({
    ...base,
    hostedZone: { ...base.hostedZone, name: 'example.com' },
    environments,
  });
  expect(other?.limits).toEqual({ ...prod?.limits, messagesPerDay: 20 });
});

test('connections are given in part, and all together only where they shall not follow the memory', () => {
  const [prod] = parseConfig({ ...base, connections: { most: 240, perAddress: 5 } });
  expect(prod?.connections).toEqual({ perAddress: 5, perKnownAddress: 100, most: 240, secondsToLogin: 30 });
  const [small] = parseConfig({ ...base, connections: { most: 96 } });
  expect(small?.connections.perKnownAddress).toBe(28);
});

test.each([
  ['example.com.', 'example.com'],
  ['Example.COM', 'example.com'],
  ['münchen.de', 'xn--mnchen-3ya.de'],
])('%s is accepted as %s', (domain, expected) => {
  expect(parseConfig({ ...base, domain })[0]?.domain).toBe(expected);
});

test('every problem of every environment is told, each where it was written', () => {
  const environments = { prod: {}, staging: { dkim: { active: 'other' } } };
  const paths = problemsOf({ ...base, dmarc: { ri: 1 }, environments }).map((problem) => problem.path);
  expect(paths.sort()).toEqual(['dmarc.ri', 'environments.staging.dkim.active']);
});

test.each(['hostedZone', 'image'] as const)('an override of another kind replaces %s', (field) => {
  const [environment] = parseConfig({
    ...base,
    machine: { image: { revision: 2 } },
    environments: {
      test: { hostedZone: { create: true }, machine: { image: { ami: 'ami-0123456789abcdef0' } } },
    },
  });
  const expected = {
    hostedZone: { kind: 'created', name: 'example.com', delegated: false },
    image: { kind: 'ami', id: 'ami-0123456789abcdef0' },
  };
  expect(field === 'image' ? environment?.machine.image : environment?.hostedZone).toEqual(expected[field]);
});

test('an envelope domain of its own takes mail, and leaves the senders alone', () => {
  const [environment] = parseConfig({
    ...base,
    envelopeDomain: 'bounce.example.com',
    roleAddresses: { dmarc: 'd@example.org' },
  });
  expect(environment).toMatchObject({ mx: true, users: [{ senders: ['@example.com'] }] });
  expect(environment?.dmarc.rua).toEqual(['mailto:dmarc@bounce.example.com']);
});

test.each([
  ['a zone that exists', {}, [], undefined],
  ['a created zone', { hostedZone: { create: true } }, ['example.com'], undefined],
  ['a created zone that says no', { hostedZone: { create: true }, mx: false }, [], undefined],
  ['an envelope domain', { envelopeDomain: 'b.example.com' }, ['b.example.com'], undefined],
  [
    'an envelope domain in a created zone',
    { hostedZone: { create: true }, envelopeDomain: 'b.example.com' },
    ['b.example.com', 'example.com'],
    undefined,
  ],
  ['an envelope domain that says no', { envelopeDomain: 'b.example.com', mx: false }, [], undefined],
  ['mx: true', { mx: true, envelopeDomain: 'b.example.com' }, ['b.example.com', 'example.com'], undefined],
  ['exchangers', { mx: ['010 MX.Provider.example.'] }, [], ['10 mx.provider.example']],
  [
    'exchangers beside an envelope domain',
    { mx: ['10 mx.provider.example'], envelopeDomain: 'b.example.com' },
    ['b.example.com'],
    ['10 mx.provider.example'],
  ],
])('whose mail this server takes: %s', (_, input, served, exchangers) => {
  const [environment] = parseConfig({ ...base, ...input });
  expect(environment).toMatchObject({ served, mx: served.length > 0 });
  expect(environment?.exchangers).toEqual(exchangers);
});

test('a client may write envelope addresses of its own when they are listed', () => {
  const users = [{ login: 'app', senders: ['@example.com', '@bounce.example.com'], subaddresses: false }];
  expect(parseConfig({ ...base, envelopeDomain: 'bounce.example.com', users })[0]?.users).toEqual(users);
});

test('environments may share a zone, but no name in it', () => {
  const apart = { prod: {}, staging: { domain: 'staging.example.com', hostedZone: { name: 'example.com' } } };
  expect(parseConfig({ ...base, environments: apart })).toHaveLength(2);
  expect(problemsOf({ ...base, environments: { prod: {}, staging: {} } })).toEqual([
    expect.objectContaining({ path: 'domain', received: '"example.com"' }),
  ]);
});

test('a value that JSON cannot write is still told', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(problemsOf({ ...base, ttl: { address: Number.NaN }, tags: circle, domain: { n: 1n } })).not.toEqual(
    [],
  );
});

describe('what looks like a password', () => {
  const messageOf = (input: unknown) => {
    try {
      parseConfig(input);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  test.each([
    { users: [{ login: 'app', password: 'hunter2' }] },
    { users: { app: 'hunter2' } },
    { users: { app: { password: 'hunter2', apiKey: 'hunter2' } } },
    { smtpPassword: 'hunter2' },
    { certificate: { token: { inner: 'hunter2' } } },
    { certificate: [{ secret: 'hunter2' }] },
    { certificate: { directoryUrl: 'https://ca:hunter2@ca.example/' } },
  ])('is not told: %j', (input) => {
    const message = messageOf({ ...base, ...input });
    expect(message).toMatch(/problem/);
    expect(message).not.toContain('hunter2');
  });

  test('is named with the way to a password', () =>
    expect(messageOf({ ...base, users: [{ login: 'app', password: 'hunter2' }] })).toMatch(
      /users\[0\]\.password\n.*not shown.*\n.*\n.*The deploy makes a password for each login/,
    ));
});

test('all problems at once: those that are seen without the wrong values too, each at its own place', () => {
  const senders = ['*@example.com', 'x@foreign.example'];
  const users = [{ login: 'A b' }, { login: 'b', senders }, { login: 'c', senders: ['y@foreign.example'] }];
  const { domain } = base;
  expect(
    problemsOf({ domain, zoneId: 'Z1', hostName: 'mail.elsewhere.example', users, ttl: 5 }).map(
      ({ path }) => path,
    ),
  ).toEqual([
    ...['hostedZone', 'users[0].login', 'users[1].senders[0]', 'ttl', 'zoneId'],
    ...['users[1].senders[1]', 'users[2].senders[0]'],
  ]);
});

test('two environments do not create the same zone', () => {
  const created = { domain: 'example.com', hostedZone: { create: true, name: 'example.com' } };
  const [problem, ...more] = problemsOf({
    ...created,
    environments: { prod: {}, test: { domain: 'test.example.com' } },
  });
  expect(more).toEqual([]);
  expect(problem).toMatchObject({ path: 'hostedZone', allowed: expect.stringContaining('prod') as string });
  expect(problem?.remedy).toContain("hostedZone: { id: 'Z…', name: 'example.com' }");
  const apart = {
    hostedZone: { create: true },
    environments: { prod: { domain: 'example.com' }, test: { domain: 'example.net' } },
  };
  expect(parseConfig(apart)).toHaveLength(2);
});

test('the environment that a command is about by default is marked, and no other', () => {
  const environments = { prod: {}, test: { domain: 'example.net' } };
  const marked = parseConfig({ ...base, environments, defaultEnvironment: 'test' });
  expect(marked.map(({ byDefault }) => byDefault)).toEqual([undefined, true]);
  expect(parseConfig({ ...base, defaultEnvironment: 'prod' })).toEqual(parseConfig(base));
});
