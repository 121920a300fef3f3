import type {
  CreateSecretRequest,
  DeleteSecretRequest,
  DescribeSecretRequest,
  PutSecretValueRequest,
} from '@aws-sdk/client-secrets-manager';

import { leftoverHandler, type LeftoverProperties } from '../../../lib/constructs/leftover-secret/leftover';
import { event } from '../event';
import { awsError, FakeAws } from '../fake-aws';

const arn = (name: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}`;
const Secret = arn('kitte/prod/users');
const Aside = arn('kitte/prod/earlier');
const KEPT = '{"app":"kept"}';

interface Stored {
  value?: string;
  deleted?: boolean;
  stack?: string;
}

/** Secrets by the ARN that a policy can name; the stack owns those whose physical ids are given. */
function world(secrets: Record<string, Stored>, owned: readonly string[] = []) {
  const stored = new Map(Object.entries(secrets));
  const get = (id: string): Stored => {
    const secret = stored.get(id);
    if (secret === undefined) throw awsError('ResourceNotFoundException');
    return secret;
  };
  const usable = (id: string): Stored => {
    const secret = get(id);
    if (secret.deleted === true) throw awsError('InvalidRequestException');
    return secret;
  };
  const secretsManager = new FakeAws({
    DescribeSecret: ({ SecretId = '' }: DescribeSecretRequest) => {
      const { deleted, stack } = get(SecretId);
      return {
        ARN: `${SecretId}-AbCdEf`,
        ...(deleted === true ? { DeletedDate: new Date() } : {}),
        Tags: stack === undefined ? [] : [{ Key: 'aws:cloudformation:stack-name', Value: stack }],
      };
    },
    GetSecretValue: ({ SecretId = '' }: DescribeSecretRequest) => {
      const { value } = usable(SecretId);
      if (value === undefined) throw awsError('ResourceNotFoundException');
      return { SecretString: value };
    },
    PutSecretValue: ({ SecretId = '', SecretString = '' }: PutSecretValueRequest) => {
      usable(SecretId).value = SecretString;
      return {};
    },
    CreateSecret: ({ Name = '', SecretString = '' }: CreateSecretRequest) => {
      if (stored.has(arn(Name))) throw awsError('ResourceExistsException');
      stored.set(arn(Name), { value: SecretString });
      return {};
    },
    RestoreSecret: ({ SecretId = '' }: DescribeSecretRequest) => {
      get(SecretId).deleted = false;
      return {};
    },
    DeleteSecret: ({ SecretId = '', ForceDeleteWithoutRecovery }: DeleteSecretRequest) => {
      usable(SecretId).deleted = true;
      if (ForceDeleteWithoutRecovery === true) stored.delete(SecretId);
      return {};
    },
  });
  const cloudFormation = new FakeAws({
    DescribeStackResources: () => ({
      StackResources: owned.map((id) => ({ LogicalResourceId: 'UsersSecret', PhysicalResourceId: id })),
    }),
  });
  const handle = (type: 'Create' | 'Update' | 'Delete', Step: LeftoverProperties['Step'], Retain = 'true') =>
    leftoverHandler({ secretsManager, cloudFormation, pause: () => Promise.resolve() })(
      event(type, { Step, Secret, Aside, LogicalId: 'UsersSecret', Retain }),
    );
  return { stored, secretsManager, handle };
}

test.each([
  ['that lies there', { value: KEPT, stack: 'kitte' }],
  ['that waits for its deletion', { value: KEPT, deleted: true }],
])('a secret %s frees its name, and its passwords come into the next one', async (_, leftover) => {
  const { stored, handle } = world({ [Secret]: { ...leftover } });
  await handle('Create', 'aside');
  expect([...stored]).toEqual([[Aside, { value: KEPT }]]);
  stored.set(Secret, { value: '{}' });
  await handle('Create', 'give');
  // Until the roll-back of this deploy can no longer come, it can be had back.
  expect([...stored]).toEqual([
    [Aside, { value: KEPT, deleted: true }],
    [Secret, { value: KEPT }],
  ]);
});

test('a deploy that is rolled back loses no password: the next one has them again', async () => {
  const { stored, handle } = world({ [Secret]: { value: KEPT } });
  for (let tries = 0; tries < 3; tries += 1) {
    await handle('Create', 'aside');
    stored.set(Secret, { value: '{}' });
    await handle('Create', 'give');
    expect(stored.get(Secret)).toEqual({ value: KEPT });
    await handle('Delete', 'give');
    stored.delete(Secret);
    await handle('Delete', 'aside');
  }
});

test('a try that was cut off goes on where it was', async () => {
  const { stored, handle } = world({ [Secret]: { value: KEPT }, [Aside]: { value: KEPT } });
  await handle('Create', 'aside');
  await handle('Create', 'aside');
  expect([...stored]).toEqual([[Aside, { value: KEPT }]]);
});

test('without a leftover nothing is read and nothing changed', async () => {
  const { secretsManager, handle } = world({});
  await handle('Create', 'aside');
  await handle('Create', 'give');
  expect(secretsManager.calls).toEqual(['DescribeSecret', 'DescribeSecret']);
});

test('a leftover without a value is one without logins', async () => {
  const { stored, handle } = world({ [Secret]: {} });
  await handle('Create', 'aside');
  expect(stored.get(Aside)).toEqual({ value: '{}' });
});

test('the secret of a stack that is deployed already is its own: nothing happens to it, whatever comes', async () => {
  const { stored, secretsManager, handle } = world({ [Secret]: { value: KEPT } }, [`${Secret}-AbCdEf`]);
  await handle('Create', 'aside');
  await handle('Create', 'give');
  await handle('Update', 'aside');
  await handle('Update', 'give');
  await handle('Delete', 'give');
  await handle('Delete', 'aside');
  expect([...stored]).toEqual([[Secret, { value: KEPT }]]);
  expect(secretsManager.calls).toEqual(['DescribeSecret', 'DescribeSecret']);
});

test('a secret of another stack is not taken from it', async () => {
  const { stored, handle } = world({ [Secret]: { value: KEPT, stack: 'shop' } });
  await expect(handle('Create', 'aside')).rejects.toThrow(/belongs to the stack shop.*Nothing was changed/);
  expect([...stored.keys()]).toEqual([Secret]);
});

test('one that is no object of passwords stays, and is not shown', async () => {
  const { stored, handle } = world({ [Secret]: { value: '["hunter2"]' } });
  const message = await handle('Create', 'aside').then(String, String);
  expect(message).toMatch(/kitte\/prod\/users was there before.*or delete it/);
  expect(message).not.toContain('hunter2');
  expect([...stored]).toEqual([[Secret, { value: '["hunter2"]' }]]);
});

test('a deployment that is not retained takes along what waits for its deletion', async () => {
  const { stored, handle } = world({ [Aside]: { value: KEPT, deleted: true } });
  await handle('Delete', 'give', 'false');
  expect([...stored]).toEqual([]);
  await handle('Delete', 'give', 'false');
});
