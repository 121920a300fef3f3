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
      dkim: { selectors: ['kitte1'], active: 'kitte1', keySize: 2048 },
      users: [{ login: 'mailer', senders: ['@example.com'] }],
    }),
  ]);
});

test.each([
  ['example.com.', 'example.com'],
  ['Example.COM', 'example.com'],
  ['münchen.de', 'xn--mnchen-3ya.de'],
])('%s is accepted as %s', (domain, expected) => {
  expect(parseConfig({ ...base, domain })[0]?.domain).toBe(expected);
});

test.each([
  [{ ...base, domian: 'x' }, 'domian', /domain/],
  [{ ...base, domain: 'my_shop.com' }, 'domain', /underscore/],
  [{ ...base, domain: 'https://example.com/x' }, 'domain', /"example\.com"/],
  [{ ...base, domain: 'me@example.com' }, 'domain', /"example\.com"/],
  [{ ...base, domain: '192.0.2.1' }, 'domain', /IP address/],
  [{ ...base, hostName: 'mail.example.org' }, 'hostName', /below example\.com/],
  [{ ...base, dkim: { selectors: ['a.b'] } }, 'dkim.selectors[0]', /"a-b"/],
  [{ ...base, dkim: { active: 'other' } }, 'dkim.active', /Add "other"/],
  [{ ...base, dkim: { keySize: 1024 } }, 'dkim.keySize', /2048/],
  [{ ...base, spf: { include: ['v=spf1 include:a.example -all'] } }, 'spf.include[0]', /only one/],
  [
    { ...base, spf: { include: Array.from({ length: 11 }, (_, i) => `s${i}.example.net`) } },
    'spf.include',
    /Remove 1/,
  ],
  [{ ...base, dmarc: { rua: ['d@example.com'] } }, 'dmarc.rua[0]', /mailto:d@example\.com/],
  [{ ...base, dmarc: { pct: 50 } }, 'dmarc.pct', /testing/],
  [{ ...base, users: [{ login: 'a', senders: ['@evil.test'] }] }, 'users[0].senders[0]', /Remove it/],
  [{ ...base, users: [{ login: 'a' }, { login: 'A' }] }, 'users[1].login', /rename/],
  [
    { ...base, machine: { instanceType: 't3.small', architecture: 'arm64' } },
    'machine.architecture',
    /t4g\.small/,
  ],
])('%j is refused at %s', (input, path, remedy) => {
  const problems = problemsOf(input);
  expect(problems.map((problem) => problem.path)).toEqual([path]);
  expect(problems[0]?.remedy).toMatch(remedy);
});

test('every problem of every environment is told, each where it was written', () => {
  const environments = { prod: {}, staging: { dkim: { active: 'other' } } };
  const paths = problemsOf({ ...base, dmarc: { ri: 1 }, environments }).map((problem) => problem.path);
  expect(paths.sort()).toEqual(['dmarc.ri', 'environments.staging.dkim.active']);
});
