import fc from 'fast-check';

import type { Environment } from '../../lib/config/environment';
import { parseConfig } from '../../lib/config/parse';
import { keyFor } from '../../lib/config/patterns';
import { ConfigError, type Problem } from '../../lib/config/problem';

const ZONE = 'Z0123456789ABCDEFGHIJ';
const base = { domain: 'example.com', hostedZone: { id: ZONE } };

function asked(environments: object, name?: string, shared: object = {}): Environment | undefined {
  return parseConfig({ ...base, ...shared, environments }, undefined, name).find((one) => one.name === name);
}

function problemsOf(environments: unknown, name?: string, shared: object = {}): readonly Problem[] {
  try {
    parseConfig({ ...base, ...shared, environments }, undefined, name);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('a pattern is no environment until one is asked for', () => {
  const config = { ...base, environments: { prod: {}, 'pr-*': {} } };
  expect(parseConfig(config).map(({ name }) => name)).toEqual(['prod']);
  expect(parseConfig(config, undefined, 'prod').map(({ name }) => name)).toEqual(['prod']);
  expect(parseConfig(config, undefined, 'pr-42').map(({ name }) => name)).toEqual(['prod', 'pr-42']);
});

test('what is asked for has a domain below the shared one, in its zone, and stays no longer than its stacks', () => {
  expect(asked({ 'pr-*': {} }, 'pr-42')).toMatchObject({
    domain: 'pr-42.example.com',
    hostName: 'mail.pr-42.example.com',
    envelopeDomain: 'pr-42.example.com',
    hostedZone: { kind: 'given', id: ZONE, name: 'example.com' },
    retain: false,
    users: [{ login: 'mailer', senders: ['@pr-42.example.com'] }],
  });
});

test('host and envelope sender of the shared domain move below it; what is said of another domain stays', () => {
  const shared = { hostName: 'smtp.example.com', envelopeDomain: 'bounces.example.com', retain: true };
  expect(asked({ 'pr-*': {} }, 'pr-42', shared)).toMatchObject({
    hostName: 'smtp.pr-42.example.com',
    envelopeDomain: 'bounces.pr-42.example.com',
    retain: false,
  });
  const own = { hostName: 'mx.pr-42.example.com', envelopeDomain: 'pr-42.example.com', retain: true };
  expect(asked({ 'pr-*': own }, 'pr-42', shared)).toMatchObject(own);
});

test('a zone of its own is delegated from the shared one, or from the one that it names', () => {
  expect(asked({ 'pr-*': { zone: 'own' } }, 'pr-42')?.hostedZone).toEqual({
    ...{ kind: 'created', name: 'pr-42.example.com', delegated: true },
    parent: { id: ZONE, name: 'example.com' },
  });
  const named = { zone: 'own', domain: 'a.b.example.net', hostedZone: { id: 'Z9', name: 'example.net' } };
  expect(asked({ 'pr-*': named }, 'pr-42')?.hostedZone).toEqual({
    ...{ kind: 'created', name: 'a.b.example.net', delegated: true },
    parent: { id: 'Z9', name: 'example.net' },
  });
});

test('a function gives the settings of the environment of a name', () => {
  const environments = {
    'pr-*': (name: string) => ({ domain: `${name}.test.example.com`, tags: { branch: name } }),
  };
  expect(asked(environments, 'pr-7')).toMatchObject({
    domain: 'pr-7.test.example.com',
    hostedZone: { id: ZONE, name: 'example.com' },
    tags: { branch: 'pr-7' },
  });
});

test('domains and former names are of one server, which this one is not', () => {
  const own = { domain: 'pr-1.example.com', hostedZone: { id: ZONE, name: 'example.com' } };
  const config = { domains: { 'example.com': {} }, hostedZone: base.hostedZone };
  const [, environment] = parseConfig(
    { ...config, environments: { prod: {}, 'pr-*': own } },
    undefined,
    'pr-1',
  );
  expect(environment?.domain).toBe('pr-1.example.com');
  expect(environment?.others).toBeUndefined();
  const many = { domains: { 'a.example.com': {}, 'b.example.com': {} }, hostedZone: own.hostedZone };
  expect(asked({ 'pr-*': many }, 'pr-1')?.others).toHaveLength(1);
});

test('a name has its own key before a pattern, and a longer pattern before a shorter', () => {
  const keys = ['*', 'p*', 'pr-*', 'pr-1', 'prod'];
  expect(['pr-1', 'pr-2', 'pa', 'prod'].map((name) => keyFor(keys, name))).toEqual([
    ...['pr-1', 'pr-*', 'p*', 'prod'],
  ]);
  // `*` alone would take every wrong spelling for a new server.
  expect(keyFor(keys, 'x')).toBeUndefined();
  expect(keyFor(keys, 'pr-')).toBe('p*');
  expect(keyFor(keys, 'pr-*')).toBeUndefined();
});

test.each<[string, unknown, string | undefined, object, Partial<Record<keyof Problem, unknown>>]>([
  ['none of them is asked for', { 'pr-*': {} }, undefined, {}, { remedy: /environment=pr-42/ }],
  [
    'another is asked for',
    { prod: {}, 'pr-*': {} },
    'qa-1',
    {},
    { received: /qa-1/, allowed: /prod, pr-\*/ },
  ],
  ['the name is none', { 'pr-*': {} }, 'pr-Feature_X', {}, { path: 'environments["pr-*"]', allowed: /20/ }],
  ['it stands for nothing', { 'pr-*-x': {} }, undefined, {}, { path: 'environments["pr-*-x"]' }],
  ['it is everything', { '*': {} }, 'x', {}, { allowed: /one \* at the end/ }],
  ['zone is misspelt', { 'pr-*': { zone: 'mine' } }, 'pr-1', {}, { path: 'environments["pr-*"].zone' }],
  [
    'the shared zone is one that another environment creates',
    { prod: {}, 'pr-*': {} },
    'pr-1',
    { hostedZone: { create: true } },
    { path: 'environments["pr-*"].hostedZone', remedy: /id: 'Z…'/ },
  ],
  [
    'the function fails',
    {
      'pr-*': () => {
        throw new Error('no such branch');
      },
    },
    'pr-1',
    {},
    { path: 'environments["pr-*"]', received: /pr-1.*no such branch/ },
  ],
  ['it gives no object', { 'pr-*': () => 'prod' }, 'pr-1', {}, { path: 'environments["pr-*"]' }],
  ['a value is wrong', { 'pr-*': { ttl: -1 } }, 'pr-1', {}, { path: 'environments["pr-*"].ttl' }],
  [
    'the parent is not above',
    { 'pr-*': { zone: 'own', hostedZone: { id: ZONE, name: 'example.net' } } },
    'pr-1',
    {},
    { path: 'environments["pr-*"].hostedZone.parent.name', allowed: /above pr-1\.example\.com/ },
  ],
  [
    'it is the default',
    { prod: {}, 'pr-*': {} },
    undefined,
    { defaultEnvironment: 'pr-*' },
    { allowed: /prod$/ },
  ],
])('it is refused when %s', (_, environments, name, shared, expected) => {
  const problems = problemsOf(environments, name, shared);
  expect(problems).toHaveLength(1);
  for (const [key, value] of Object.entries(expected))
    if (value instanceof RegExp) expect(problems[0]?.[key as keyof Problem]).toMatch(value);
    else expect(problems[0]).toMatchObject({ [key]: value });
});

test('of any name comes an environment with that name, or a message; never another one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^pr-[a-zA-Z0-9-]{0,20}$/)), (name) => {
      const problems = problemsOf({ prod: {}, 'pr-*': {} }, name);
      if (problems.length > 0) expect(problems[0]?.allowed).toMatch(/./);
      else expect(asked({ prod: {}, 'pr-*': {} }, name)?.name).toBe(name);
    }),
  );
});

test('the zone of the host is delegated from above too', () => {
  const hostZone = { create: true, name: 'mail.example.com', parent: { id: ZONE, name: 'example.net' } };
  const shared = { ...base, hostZone };
  expect(() => parseConfig(shared)).toThrow(/hostZone\.parent\.name[^]*above mail\.example\.com/);
  const right = { ...hostZone, parent: { id: ZONE, name: 'example.com' } };
  expect(parseConfig({ ...base, hostZone: right })[0]?.hostZone).toMatchObject({ delegated: true });
});
