import { absent, denied, rowOf, yes, type Changes } from './fake';

/** Two are in use in the region. */
const row = (quota: number, beside: Changes['beside'] = [], changes: Changes = {}) =>
  rowOf('elastic-ip', {
    ...changes,
    account: { elasticIpQuota: () => yes(quota), ...changes.account },
    beside,
  });
const staging = { environment: { name: 'staging' } };
const test3 = { environment: { name: 'test' } };

test('one environment wants one', async () => {
  expect(await row(3)).toMatchObject({
    verdict: 'pass',
    seen: '2 of 3 in use, 1 free; 1 wanted, for production',
  });
  expect(await row(2)).toMatchObject({
    verdict: 'fail',
    seen: '2 of 2 in use, 0 free; 1 wanted, for production',
    next: expect.stringMatching(/^Release one that nothing uses, or ask for more/) as string,
  });
});

test('several in the same account and region want one each', async () => {
  expect(await row(5, [staging, test3])).toMatchObject({
    verdict: 'pass',
    seen: '2 of 5 in use, 3 free; 3 wanted, for production, staging, test',
  });
  expect(await row(4, [staging, test3])).toMatchObject({
    verdict: 'fail',
    seen: '2 of 4 in use, 2 free; 3 wanted, for production, staging, test',
    next: expect.stringMatching(/^Release one /) as string,
  });
  expect(await row(2, [staging, test3])).toMatchObject({
    verdict: 'fail',
    next: expect.stringMatching(/^Release 3 /) as string,
  });
});

test.each<[string, NonNullable<Changes['beside']>[number]]>([
  ['of another region', { account: { region: () => Promise.resolve('eu-central-1') } }],
  ['of another account', { environment: { name: 'staging', account: '999999999999' } }],
  ['that has its address', { account: { foundation: () => yes({ ElasticIp: '192.0.2.2' }) } }],
])('one %s takes no room here', async (_, beside) => {
  expect(await row(3, [beside])).toMatchObject({
    verdict: 'pass',
    seen: '2 of 3 in use, 1 free; 1 wanted, for production',
  });
});

test.each([
  ['whose address was released', () => yes({ ElasticIp: '192.0.2.9' })],
  ['that is not deployed', () => Promise.resolve(absent('cloudformation:DescribeStacks'))],
  ['of which nobody tells', () => Promise.resolve(denied('cloudformation:DescribeStacks'))],
])('one %s does', async (_, foundation) => {
  const beside = [{ environment: staging.environment, account: { foundation } }];
  expect(await row(3, beside)).toMatchObject({
    verdict: 'fail',
    seen: '2 of 3 in use, 1 free; 2 wanted, for production, staging',
  });
});

test('one that has its address passes, however much the others want', async () => {
  const account = { foundation: () => yes({ ElasticIp: '192.0.2.1' }) };
  expect(await row(2, [staging, test3], { account })).toMatchObject({
    verdict: 'pass',
    seen: '192.0.2.1 is there: none is needed',
  });
});

test('in Japanese too', async () => {
  const changes = { account: { elasticIpQuota: () => yes(3) }, beside: [staging, test3] };
  expect(await rowOf('elastic-ip', changes, 'ja')).toMatchObject({
    seen: '3 個中 2 個を使用中、空き 1 個。必要 3 個 (production, staging, test)',
    next: expect.stringMatching(/2 個解放するか/) as string,
  });
});
