import { createPublicKey } from 'node:crypto';

import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { dkimKeyHandler } from '../../lib/constructs/dkim-keys/dkim-key';
import { usersHandler } from '../../lib/constructs/users-secret/users';
import { dkimTxtValue } from '../../lib/dns/dkim';
import { hasMoto, type Moto, startMoto } from '../moto';
import { event } from './event';

/** The handlers over AWS's own clients against moto, which imitates the services: their requests and errors are the real ones' form. */
const present = hasMoto();

let moto: Moto | undefined;
let client: object;

beforeAll(async () => {
  if (!present) return;
  moto = await startMoto();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = { endpoint: moto.endpoint, region: 'eu-west-1', credentials };
}, 40_000);

afterAll(() => moto?.stop());

const withMoto = present ? test : test.skip;

withMoto(
  'a DKIM key is made once, kept, refused another size, and removed',
  async () => {
    const ssm = new SSMClient(client);
    const handle = dkimKeyHandler(ssm);
    const name = '/kitte/prod/dkim/example.com/kitte1';
    const properties = { ParameterName: name, KeySize: '2048', Retain: 'false' };
    const stored = () => ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));

    const first = await handle(event('Create', properties));
    const { Parameter } = await stored();
    expect(Parameter).toMatchObject({ Type: 'SecureString', Version: 1 });
    expect(first.Data?.['TxtValue']).toBe(dkimTxtValue(createPublicKey(Parameter?.Value ?? '')));

    expect(await handle(event('Create', properties))).toEqual(first);
    expect(await handle(event('Update', properties, { before: properties }))).toEqual(first);
    await expect(handle(event('Update', { ...properties, KeySize: '4096' }))).rejects.toThrow(
      /has 2048 bits/,
    );
    expect((await stored()).Parameter).toMatchObject({ Version: 1, Value: Parameter?.Value });

    await handle(event('Delete', { ...properties, Retain: 'true' }));
    expect((await stored()).Parameter?.Version).toBe(1);
    await handle(event('Delete', properties));
    await expect(stored()).rejects.toMatchObject({ name: 'ParameterNotFound' });
    await handle(event('Delete', properties));
  },
  30_000,
);

withMoto('users get passwords in a new version, and keep them', async () => {
  const secretsManager = new SecretsManagerClient(client);
  const { ARN = '' } = await secretsManager.send(
    new CreateSecretCommand({ Name: 'kitte/prod/users', SecretString: '{}' }),
  );
  const handle = usersHandler(secretsManager, () => new Date());
  const version = async (type: 'Create' | 'Update', ...Logins: string[]) =>
    (await handle(event(type, { SecretId: ARN, Logins }))).Data?.['VersionId'] as string;
  const current = async () => {
    const answer = await secretsManager.send(new GetSecretValueCommand({ SecretId: ARN }));
    return {
      id: answer.VersionId,
      passwords: JSON.parse(answer.SecretString ?? '') as Record<string, string>,
    };
  };

  const first = await version('Create', 'app');
  const before = await current();
  expect(before.id).toBe(first);
  expect(Object.keys(before.passwords)).toEqual(['app']);
  expect(await version('Create', 'app')).toBe(first);

  const second = await version('Update', 'app', 'shop');
  const after = await current();
  expect(after.id).toBe(second);
  expect(second).not.toBe(first);
  expect(after.passwords).toEqual({
    ...before.passwords,
    shop: expect.stringMatching(/^[\w-]{43}$/) as string,
  });
});
