import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { dkimKeyHandler } from '../../lib/constructs/dkim-keys/dkim-key';
import { usersHandler } from '../../lib/constructs/users-secret/users';
import { dkimTxtValue } from '../../lib/dns/dkim';
import { event } from './event';

/** The handlers over AWS's own clients against moto, which imitates the services: their requests and errors are the real ones' form. */
const present = spawnSync('moto_server', ['--help']).status === 0;
if (!present)
  console.log('moto_server is not installed (pip install "moto[server]"): its tests are skipped.');

let server: ChildProcess | undefined;
let client: object;

beforeAll(async () => {
  if (!present) return;
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${String(port)}`;
  server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore', detached: true });
  await answering(endpoint, Date.now() + 30_000);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = { endpoint, region: 'eu-west-1', credentials };
}, 40_000);

afterAll(async () => {
  if (server?.pid === undefined || server.exitCode !== null) return;
  const ended = once(server, 'exit');
  // With the process that a wrapper such as pyenv's has started.
  process.kill(-server.pid);
  await ended;
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No port of the loopback is free.');
  return address.port;
}

async function answering(endpoint: string, deadline: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`${endpoint}/moto-api/`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (server?.exitCode != null) throw new Error(`moto_server ended with ${String(server.exitCode)}.`);
    if (Date.now() > deadline) throw new Error(`moto_server does not answer at ${endpoint}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const withMoto = present ? test : test.skip;

withMoto('a DKIM key is made once, kept, refused another size, and removed', async () => {
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
  await expect(handle(event('Update', { ...properties, KeySize: '4096' }))).rejects.toThrow(/has 2048 bits/);
  expect((await stored()).Parameter).toMatchObject({ Version: 1, Value: Parameter?.Value });

  await handle(event('Delete', { ...properties, Retain: 'true' }));
  expect((await stored()).Parameter?.Version).toBe(1);
  await handle(event('Delete', properties));
  await expect(stored()).rejects.toMatchObject({ name: 'ParameterNotFound' });
  await handle(event('Delete', properties));
});

withMoto('users get passwords in a new version, and keep them', async () => {
  const secretsManager = new SecretsManagerClient(client);
  const { ARN = '' } = await secretsManager.send(
    new CreateSecretCommand({ Name: 'kitte/prod/users', SecretString: '{}' }),
  );
  const handle = usersHandler(secretsManager);
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
