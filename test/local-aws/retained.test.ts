import type { LocalAccountHandle } from '../../lib/local-aws';
import { parseTemplate } from '../../lib/local-aws/engine/template';
import { quietAccount, stacksOf } from './stacks';

/** What the policies of a resource leave behind, by the operation that ends (CloudFormation User Guide, DeletionPolicy). */
jest.setTimeout(30_000);

let account: LocalAccountHandle;
let stack: ReturnType<typeof stacksOf>;

beforeEach(async () => {
  account = await quietAccount();
  stack = stacksOf(account);
});
afterEach(() => account.close());

const secret = (Name: string, DeletionPolicy?: string) => ({
  Type: 'AWS::SecretsManager::Secret',
  Properties: { Name },
  ...(DeletionPolicy && { DeletionPolicy }),
});
const three = {
  Plain: secret('plain'),
  Kept: secret('kept', 'Retain'),
  Once: secret('once', 'RetainExceptOnCreate'),
};
/** Fails once the others are there: the image does not exist. */
const failing = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Subnet: { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '10.0.0.0/24', VpcId: { Ref: 'Vpc' } } },
  Machine: {
    Type: 'AWS::EC2::Instance',
    DependsOn: ['Plain', 'Kept', 'Once'],
    Properties: { ImageId: 'ami-none', InstanceType: 't4g.small', SubnetId: { Ref: 'Subnet' } },
  },
};
const secrets = () =>
  account
    .remains()
    .flatMap((line) => /^secret (.*)$/.exec(line)?.[1] ?? [])
    .sort();

test('a failed creation leaves what is retained, but not what is retained except on creation', async () => {
  expect(await stack.deploy('CREATE', { Resources: { ...three, ...failing } })).toBe('ROLLBACK_COMPLETE');
  expect(secrets()).toEqual(['kept']);
  await expect(stack.deploy('UPDATE', { Resources: three })).rejects.toThrow(
    /ROLLBACK_COMPLETE state and can not be updated/,
  );
  expect(await stack.destroy()).toBe('DELETE_COMPLETE');
  expect(secrets()).toEqual(['kept']);
  // Its name is taken: the next try fails for what the first one left.
  expect(await stack.deploy('CREATE', { Resources: three })).toBe('ROLLBACK_COMPLETE');
  expect(secrets()).toEqual(['kept']);
});

test('a deploy that asks for it retains nothing of a failed creation', async () => {
  const how = { RetainExceptOnCreate: true };
  expect(await stack.deploy('CREATE', { Resources: { ...three, ...failing } }, how)).toBe(
    'ROLLBACK_COMPLETE',
  );
  expect(account.remains()).toEqual(['stack S']);
});

test('a failed update takes along what it made itself, and nothing that was there before', async () => {
  const { Kept, Once, Plain } = three;
  expect(await stack.deploy('CREATE', { Resources: { Once, Plain } })).toBe('CREATE_COMPLETE');
  const More = secret('more', 'RetainExceptOnCreate');
  const body = { Resources: { ...three, ...failing, More } };
  expect(await stack.deploy('UPDATE', body)).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(secrets()).toEqual(['kept', 'once', 'plain']);
  expect(await stack.deploy('UPDATE', { Resources: { Plain, Kept } })).toBe('UPDATE_ROLLBACK_COMPLETE');
});

test('both stay when the stack goes, and when they leave it', async () => {
  expect(await stack.deploy('CREATE', { Resources: three })).toBe('CREATE_COMPLETE');
  expect(await stack.deploy('UPDATE', { Resources: { Plain: three.Plain } })).toBe('UPDATE_COMPLETE');
  expect(secrets()).toEqual(['kept', 'once', 'plain']);
  expect(await stack.destroy()).toBe('DELETE_COMPLETE');
  expect(secrets()).toEqual(['kept', 'once']);
});

test.each([
  [{ DeletionPolicy: 'Keep' }, /DeletionPolicy of A is Keep; it must be one of Delete, Retain, RetainExcept/],
  [{ UpdateReplacePolicy: 'RetainExceptOnCreate' }, /it must be one of Delete, Retain$/],
  [{ DeletionPolicy: 'Snapshot' }, /does not support DeletionPolicy Snapshot of resource A/],
])('a policy that nobody has is refused: %j', (policy, words) => {
  const body = JSON.stringify({ Resources: { A: { Type: 'AWS::EC2::EIP', ...policy } } });
  expect(() => parseTemplate(body)).toThrow(words);
});
