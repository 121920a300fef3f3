import type { Stack } from '../../lib/deployed/stacks';
import { denied, rows, yes } from './fake';

const stack = (part: Stack['part'], status: string, more: Partial<Stack> = {}): Stack => ({
  part,
  name: `kitte-production-${part.toLowerCase()}`,
  status,
  isMade: !/^(ROLLBACK|CREATE_FAILED|REVIEW|DELETE_COMPLETE)/.test(status),
  isProtected: false,
  outputs: {},
  ...more,
});
const looked = async (...stacks: Stack[]) =>
  (await rows({ account: { stacks: () => yes(stacks) } })).filter(({ id }) => id === 'stacks');

test.each([
  [[]],
  [[stack('Foundation', 'CREATE_COMPLETE'), stack('Server', 'UPDATE_ROLLBACK_COMPLETE')]],
  // The CLI takes one for nothing, and makes its change set.
  [[stack('Foundation', 'REVIEW_IN_PROGRESS')]],
])('a deploy can begin: %#', async (stacks) => {
  expect((await looked(...stacks)).map(({ verdict }) => verdict)).toEqual(['pass']);
});

test.each<[string, Partial<Stack>, string, RegExp]>([
  [
    'ROLLBACK_COMPLETE',
    {},
    'warn',
    /describe-stack-events --stack-name kitte-production-foundation.* the CLI deletes it/,
  ],
  [
    'ROLLBACK_COMPLETE',
    { isProtected: true },
    'fail',
    /update-termination-protection --no-enable-termination-protection --stack-name kitte-production-foundation/,
  ],
  ['ROLLBACK_FAILED', {}, 'warn', /Mend what its events name/],
  ['UPDATE_ROLLBACK_FAILED', {}, 'fail', /npx cdk rollback production\/Foundation/],
  ['UPDATE_FAILED', {}, 'fail', /npx cdk rollback production\/Foundation/],
  ['DELETE_FAILED', {}, 'fail', /npx cdk destroy production\/Foundation/],
  ['UPDATE_IN_PROGRESS', {}, 'fail', /wait for its end/],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', {}, 'fail', /wait for its end/],
  ['DELETE_IN_PROGRESS', {}, 'fail', /wait for its end/],
])('%s %j: %s', async (status, more, verdict, next) => {
  const found = await looked(stack('Foundation', status, { reason: 'no address', ...more }));
  expect(found).toMatchObject([
    {
      verdict,
      subject: 'kitte-production-foundation',
      seen: expect.stringMatching(new RegExp(`^${status}.*: no address$`)) as string,
      next: expect.stringMatching(next) as string,
    },
  ]);
});

test('each stack has its own row, and one that nobody may look at is skipped', async () => {
  const two = await looked(stack('Foundation', 'ROLLBACK_COMPLETE'), stack('Dns', 'UPDATE_ROLLBACK_FAILED'));
  expect(two.map(({ subject }) => subject)).toEqual(['kitte-production-foundation', 'kitte-production-dns']);
  const stacks = () => Promise.resolve(denied('cloudformation:DescribeStacks'));
  const found = await rows({ account: { stacks } });
  expect(found.find(({ id }) => id === 'stacks')).toMatchObject({
    verdict: 'skip',
    seen: expect.stringContaining('cloudformation:DescribeStacks') as string,
  });
});
