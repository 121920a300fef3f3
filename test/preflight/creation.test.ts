import { absent, rowOf, yes } from './fake';

const row = (status: string, failed: boolean, isProtected: boolean) =>
  rowOf('creation', { account: { creation: () => yes({ status, failed, isProtected }) } });

test.each([
  ['CREATE_COMPLETE', false, false, 'pass', 'CREATE_COMPLETE'],
  // Of an earlier version: the next deploy takes the protection off.
  ['UPDATE_COMPLETE', false, true, 'pass', 'UPDATE_COMPLETE'],
  [
    'ROLLBACK_COMPLETE',
    true,
    false,
    'pass',
    'ROLLBACK_COMPLETE: the next deploy clears it away and begins anew',
  ],
  ['ROLLBACK_COMPLETE', true, true, 'fail', 'ROLLBACK_COMPLETE, protected against deletion'],
])('%s (failed %s, protected %s): %s', async (status, failed, isProtected, verdict, seen) => {
  expect(await row(status, failed, isProtected)).toMatchObject({ verdict, seen });
});

test('before the first deploy there is none', async () => {
  const none = () => Promise.resolve(absent('cloudformation:DescribeStacks'));
  expect(await rowOf('creation', { account: { creation: none } })).toMatchObject({
    verdict: 'pass',
    seen: 'not made yet',
  });
});
