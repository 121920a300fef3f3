import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import type { LocalAccountHandle } from '../../lib/local-aws';
import { quietAccount, stacksOf } from './stacks';

/** What AWS does not do again, does again unasked, or does only so fast. */
jest.setTimeout(30_000);

let account: LocalAccountHandle;
beforeEach(async () => (account = await quietAccount()));
afterEach(() => account.close());

const parameter = (Name: string, Value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value, ...more },
});

test("another stack's output is not looked up again for a resource whose text is the same", async () => {
  const giver = stacksOf(account, 'Giver');
  const taker = stacksOf(account, 'Taker');
  const giving = (Value: string) => ({
    Resources: { A: parameter('/a', 'a') },
    Outputs: { Image: { Value } },
  });
  const Value = { 'Fn::GetStackOutput': { StackName: 'Giver', OutputName: 'Image' } };
  const taking = (more: object, Description = 'b') => ({
    Resources: { B: { ...parameter('/b', Value, { Description }), ...more } },
  });
  expect(await giver.deploy('CREATE', giving('one'))).toBe('CREATE_COMPLETE');
  expect(await taker.deploy('CREATE', taking({}))).toBe('CREATE_COMPLETE');
  expect(await giver.deploy('UPDATE', giving('two'))).toBe('UPDATE_COMPLETE');

  await expect(taker.deploy('UPDATE', taking({ Metadata: { Image: 'two' } }))).rejects.toThrow();
  expect(account.readParameter('/b')).toBe('one');
  expect(await taker.deploy('UPDATE', taking({}, 'other text'))).toBe('UPDATE_COMPLETE');
  expect(account.readParameter('/b')).toBe('two');
});

test("a stack's changed tag reaches its resources, and a parameter has the template's value again", async () => {
  const stack = stacksOf(account);
  const body = { Resources: { Report: parameter('/report', '{}'), Role: role } };
  const Tags = (Value: string) => ({ Tags: [{ Key: 'team', Value }] });
  expect(await stack.deploy('CREATE', body, Tags('red'))).toBe('CREATE_COMPLETE');
  await new SSMClient(account.sdk).send(
    new PutParameterCommand({ Name: '/report', Value: 'what the machine says', Overwrite: true }),
  );
  expect(await stack.deploy('UPDATE', body, Tags('blue'))).toBe('UPDATE_COMPLETE');
  expect(account.readParameter('/report')).toBe('{}');
});

const role = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Principal: { Service: 'lambda.amazonaws.com' } } },
};

test.each([
  [3, 'CREATE_COMPLETE'],
  [4, 'ROLLBACK_COMPLETE'],
])('%d parameters at once: %s; one after the other any number', async (count, ends) => {
  const many = (chained: boolean, number: number) =>
    Object.fromEntries(
      Array.from({ length: number }, (_, index) => [
        `P${index}`,
        { ...parameter(`/p/${index}`, 'v'), ...(chained && index > 0 && { DependsOn: `P${index - 1}` }) },
      ]),
    );
  const atOnce = stacksOf(account, 'AtOnce');
  expect(await atOnce.deploy('CREATE', { Resources: many(false, count) })).toBe(ends);
  await atOnce.destroy();
  expect(await stacksOf(account, 'Chained').deploy('CREATE', { Resources: many(true, 12) })).toBe(
    'CREATE_COMPLETE',
  );
});
