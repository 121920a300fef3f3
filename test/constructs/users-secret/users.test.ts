import type { PutSecretValueRequest } from '@aws-sdk/client-secrets-manager';

import { usersHandler } from '../../../lib/constructs/users-secret/users';
import { event } from '../event';
import { FakeAws } from '../fake-aws';

const SecretId = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:kitte/prod/users-AbCdEf';

/** A secret with versions v0, v1, … */
function secretWith(text: string) {
  const versions = [text];
  const current = () => ({ SecretString: versions.at(-1), VersionId: `v${String(versions.length - 1)}` });
  const aws = new FakeAws({
    GetSecretValue: current,
    PutSecretValue: ({ SecretString = '' }: PutSecretValueRequest) => {
      versions.push(SecretString);
      return { VersionId: current().VersionId };
    },
  });
  const passwords = () => JSON.parse(versions.at(-1) ?? '') as Record<string, string>;
  const handle = (type: 'Create' | 'Update' | 'Delete', ...Logins: string[]) =>
    usersHandler(aws)(event(type, { SecretId, Logins }));
  return { aws, passwords, handle };
}

test('new logins get a password, those that left lose theirs, the others keep it', async () => {
  const { passwords, handle } = secretWith('{}');
  expect(await handle('Create', 'app', 'shop')).toEqual({
    PhysicalResourceId: `${SecretId}#users`,
    Data: { VersionId: 'v1' },
  });
  const { app, shop } = passwords();
  expect(app).toMatch(/^[\w-]{43}$/);
  expect(shop).not.toBe(app);

  expect((await handle('Update', 'app', 'news')).Data).toEqual({ VersionId: 'v2' });
  expect(passwords()).toEqual({ app, news: expect.stringMatching(/^[\w-]{43}$/) as string });
});

test('the same logins in another order are no new version', async () => {
  const { aws, handle } = secretWith('{"app":"one","shop":"two"}');
  expect((await handle('Update', 'shop', 'app')).Data).toEqual({ VersionId: 'v0' });
  expect(aws.calls).toEqual(['GetSecretValue']);
});

test('no answer holds a password', async () => {
  const { passwords, handle } = secretWith('{"app":"kept"}');
  const answers = JSON.stringify([await handle('Create', 'app', 'shop'), await handle('Update', 'app')]);
  for (const password of [...Object.values(passwords()), 'kept']) expect(answers).not.toContain(password);
});

test.each(['constructor', '__proto__', 'toString'])('a login called %s gets a password', async (login) => {
  const { passwords, handle } = secretWith('{}');
  await handle('Create', login, 'app');
  expect(Object.keys(passwords()).sort()).toEqual([login, 'app'].sort());
  const before = Object.entries(passwords());
  await handle('Update', login, 'app', 'more');
  expect(Object.entries(passwords())).toEqual(expect.arrayContaining(before));
});

test.each(['{"app": "hunter2"', '["hunter2"]', '"hunter2"', 'null', '{"app":{"x":"hunter2"}}'])(
  'a secret that is no object of passwords is refused unseen: %s',
  async (text) => {
    const { aws, handle } = secretWith(text);
    const message = await handle('Update', 'app').then(
      () => 'no error',
      (error: Error) => error.message,
    );
    expect(message).toMatch(/not a JSON object.*Restore its previous/);
    expect(message).not.toContain('hunter2');
    expect(aws.calls).toEqual(['GetSecretValue']);
  },
);

test('deletion leaves the secret to its own resource', async () => {
  const { aws, handle } = secretWith('{"app":"one"}');
  await handle('Delete', 'app');
  expect(aws.calls).toEqual([]);
});
