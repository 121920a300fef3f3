import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

import type { LocalAccountHandle } from '../../lib/local-aws';
import { quietAccount } from './stacks';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
let account: LocalAccountHandle;
let client: SecretsManagerClient;
const SecretId = 'kitte/prod/users';

beforeEach(async () => {
  account = await quietAccount();
  client = new SecretsManagerClient(account.sdk);
  await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: '{}' }));
});
afterEach(() => account.close());

test('a secret that waits for its deletion holds its name, tells nothing, and can be had back', async () => {
  await client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
  expect((await client.send(new DescribeSecretCommand({ SecretId }))).DeletedDate).toBeInstanceOf(Date);
  expect(account.remains()).toEqual([`secret waiting for deletion ${SecretId}`]);
  await expect(client.send(new GetSecretValueCommand({ SecretId }))).rejects.toThrow(/marked for deletion/);
  await expect(client.send(new CreateSecretCommand({ Name: SecretId }))).rejects.toThrow(
    /already scheduled for deletion/,
  );
  const now = new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true });
  await expect(client.send(now)).rejects.toThrow(/marked for deletion/);
  await client.send(new RestoreSecretCommand({ SecretId }));
  expect((await client.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe('{}');
});

test('without a window it is gone at once; a window has seven to thirty days', async () => {
  await expect(client.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 3 }))).rejects.toThrow(
    /between 7 and 30/,
  );
  await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  expect(account.remains()).toEqual([]);
});

test('a version that has lost its last label is not described', async () => {
  const put = async (SecretString: string) =>
    (await client.send(new PutSecretValueCommand({ SecretId, SecretString }))).VersionId ?? '';
  await put('{"a":1}');
  const [previous, current] = [await put('{"a":2}'), await put('{"a":3}')];
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
  expect(VersionIdsToStages).toEqual({ [previous]: ['AWSPREVIOUS'], [current]: ['AWSCURRENT'] });
});
