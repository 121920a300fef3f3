import fc from 'fast-check';
import { parseConfig } from '../../lib/config/parse';
import { ConfigError } from '../../lib/config/problem';

const ids = ['A', 'B', 'C', 'D', 'E'].map((letter) => `Z0123456789ABCDEFGHI${letter}`);
/** A server that takes its domain's mail. */
const server = (at: number, domain: string, more: object = {}) => ({
  domain,
  hostedZone: { id: ids[at], name: domain },
  mx: true,
  ...more,
});

function problemsOf(environments: object): readonly { path: string; received: string; allowed: string }[] {
  try {
    parseConfig({ environments });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('a forward that another environment leads back is one error, with the chain', () => {
  const problems = problemsOf({
    one: server(0, 'one.com', { replies: 'team@two.com' }),
    two: server(1, 'two.com', { replies: 'app@one.com', users: [{ login: 'team' }] }),
  });
  expect(problems).toEqual([
    {
      path: 'environments.one.replies',
      received: '"team@two.com"',
      allowed:
        'an address whose mail does not come back to environment one: one forwards to team@two.com, two forwards to app@one.com, which is one again',
      remedy: 'Give one of them an address at a provider, or leave it out to keep the mail on its machine.',
    },
  ]);
});

test.each<[string, object, object]>([
  ['to a role', { replies: 'abuse@two.com' }, { roleAddresses: { abuse: 'x@one.com' } }],
  [
    'from a role',
    { roleAddresses: { dmarc: 'abuse@two.com' } },
    { roleAddresses: { abuse: 'dmarc@one.com' } },
  ],
  [
    'by a tag',
    { replies: 'team+one@two.com' },
    { replies: 'x@one.com', users: [{ login: 't', senders: ['team@two.com'] }] },
  ],
  [
    'at the host name',
    { replies: 'postmaster@mail.two.com' },
    { roleAddresses: { postmaster: 'x@one.com' } },
  ],
  [
    'at the envelope domain',
    { replies: 'abuse@bounce.two.com' },
    { envelopeDomain: 'bounce.two.com', roleAddresses: { abuse: 'x@one.com' } },
  ],
  ['in upper case', { replies: 'ABUSE@TWO.COM' }, { roleAddresses: { abuse: 'x@ONE.com' } }],
  [
    'to the host name of the first',
    { replies: 'abuse@two.com' },
    { roleAddresses: { abuse: 'postmaster@mail.one.com' } },
  ],
])('a loop %s', (_what, one, two) => {
  expect(problemsOf({ one: server(0, 'one.com', one), two: server(1, 'two.com', two) })).toEqual([
    expect.objectContaining({ allowed: expect.stringContaining('which is one again') as string }),
  ]);
});

test('an IDN is the same domain in each of its forms', () => {
  for (const address of ['abuse@切手.jp', 'abuse@xn--lbr790b.jp', 'Abuse@XN--LBR790B.jp.'])
    expect(
      problemsOf({
        one: server(0, 'one.com', { replies: address }),
        two: server(1, '切手.jp', { roleAddresses: { abuse: 'x@one.com' } }),
      }),
    ).toHaveLength(1);
});

test.each<[string, object, object]>([
  ['to a mailbox there', { replies: 'abuse@two.com' }, {}],
  [
    'to an address there that nobody owns',
    { replies: 'nobody@two.com', users: [{ login: 'o', senders: ['o@one.com'] }] },
    { replies: 'x@one.com', users: [{ login: 't', senders: ['t@two.com'] }] },
  ],
  [
    'to a tag that is no address of its login',
    { replies: 't+x@two.com', users: [{ login: 'o', senders: ['o@one.com'] }] },
    { replies: 'x@one.com', users: [{ login: 't', senders: ['t@two.com'], subaddresses: false }] },
  ],
  ['elsewhere from there', { replies: 'abuse@two.com' }, { roleAddresses: { abuse: 'me@gmail.com' } }],
  [
    'to where others take the mail',
    { replies: 'abuse@two.com' },
    { mx: ['10 mx.provider.net'], roleAddresses: { abuse: 'x@one.com' } },
  ],
])('a forward %s is none', (_what, one, two) => {
  expect(problemsOf({ one: server(0, 'one.com', one), two: server(1, 'two.com', two) })).toEqual([]);
});

test('a chain of any length, told once; who leads into it is not told', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 4 }), fc.boolean(), (length, open) => {
      const chain = names.slice(0, length).map((name, at) => {
        const next =
          at + 1 < length ? `abuse@${names[at + 1] ?? ''}.com` : open ? 'me@gmail.com' : 'abuse@a.com';
        return [name, server(at, `${name}.com`, { roleAddresses: { abuse: next } })] as const;
      });
      const into = ['into', server(4, 'into.com', { replies: 'abuse@a.com' })] as const;
      const problems = problemsOf(Object.fromEntries([into, ...chain]));
      expect(problems.map(({ path }) => path)).toEqual(open ? [] : ['environments.a.roleAddresses.abuse']);
      if (!open)
        for (const name of names.slice(0, length)) expect(problems[0]?.allowed).toContain(`@${name}.com`);
    }),
    { numRuns: 20 },
  );
});
