import type { GetSecretValueRequest, PutSecretValueRequest } from '@aws-sdk/client-secrets-manager';

import { usersHandler } from '../../../lib/constructs/users-secret/users';
import { event } from '../event';
import { awsError, FakeAws } from '../fake-aws';

const SecretId = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:kitte/prod/users-AbCdEf';

/** A secret with versions v0, v1, …, each under its labels. */
function secretWith(text?: string) {
  const versions: { text: string; stage: string }[] =
    text === undefined ? [] : [{ text, stage: 'AWSCURRENT' }];
  let clock = Date.parse('2026-11-28T06:00:00Z');
  let refuses = (_stage: string) => false;
  const found = (stage: string) => {
    const at = versions.findLastIndex((version) => version.stage === stage);
    if (at < 0) throw awsError('ResourceNotFoundException');
    return { SecretString: versions[at]?.text, VersionId: `v${String(at)}` };
  };
  const aws = new FakeAws({
    GetSecretValue: ({ VersionStage = 'AWSCURRENT' }: GetSecretValueRequest) => found(VersionStage),
    PutSecretValue: ({ SecretString = '', VersionStages = ['AWSCURRENT'] }: PutSecretValueRequest) => {
      const [stage = ''] = VersionStages;
      if (refuses(stage)) throw awsError('InternalServiceError');
      versions.push({ text: SecretString, stage });
      return { VersionId: `v${String(versions.length - 1)}` };
    },
  });
  const passwords = () => JSON.parse(found('AWSCURRENT').SecretString ?? '') as Record<string, string>;
  const handle = (type: 'Create' | 'Update' | 'Delete', ...Logins: string[]) =>
    usersHandler(aws, () => new Date(clock))(event(type, { SecretId, Logins }));
  return {
    ...{ aws, passwords, handle, versions },
    pass: (hours: number) => void (clock += hours * 3_600_000),
    refuse: (stage: string) => void (refuses = (each) => each === stage),
    allow: () => void (refuses = () => false),
  };
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

  // v2 is what shop had, aside.
  expect((await handle('Update', 'app', 'news')).Data).toEqual({ VersionId: 'v3' });
  expect(passwords()).toEqual({ app, news: expect.stringMatching(/^[\w-]{43}$/) as string });
});

test('the same logins in another order are no new version', async () => {
  const { aws, handle } = secretWith('{"app":"one","shop":"two"}');
  expect((await handle('Update', 'shop', 'app')).Data).toEqual({ VersionId: 'v0' });
  expect(aws.calls).toEqual(['GetSecretValue']);
});

test.each(['the same logins', 'one that came, one that left'])(
  "an empty object over passwords is the template's, and they come back: %s",
  async (which) => {
    const { passwords, handle, versions } = secretWith('{}');
    versions.unshift({ stage: 'AWSPREVIOUS', text: '{"app":"one","shop":"two"}' });
    await handle('Update', 'app', which === 'the same logins' ? 'shop' : 'news');
    expect(passwords()).toMatchObject({ app: 'one' });
    await handle('Update', 'app', 'shop');
    expect(passwords()).toEqual({ app: 'one', shop: 'two' });
  },
);

test('where there are passwords, those of before count for nothing', async () => {
  const { passwords, handle, versions } = secretWith('{"app":"new"}');
  versions.unshift({ stage: 'AWSPREVIOUS', text: '{"app":"one","shop":"two"}' });
  await handle('Update', 'app', 'shop');
  expect(passwords()).toEqual({ app: 'new', shop: expect.stringMatching(/^[\w-]{43}$/) as string });
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

test('a login whose removal is rolled back, or that comes back within a day, has its old password', async () => {
  const { passwords, handle, pass } = secretWith('{"app":"one","shop":"two"}');
  await handle('Update', 'app');
  expect(passwords()).toEqual({ app: 'one' });
  await handle('Update', 'app', 'shop');
  expect(passwords()).toEqual({ app: 'one', shop: 'two' });

  await handle('Update', 'app');
  pass(23);
  await handle('Update', 'app', 'news');
  await handle('Update', 'app', 'shop');
  expect(passwords()).toEqual({ app: 'one', shop: 'two' });
});

test('after a day it comes back with a new one, and nothing of the old one is left', async () => {
  const { passwords, handle, pass, versions } = secretWith('{"app":"one","shop":"two"}');
  await handle('Update', 'app');
  pass(24);
  await handle('Update', 'app', 'shop');
  expect(passwords()).toEqual({ app: 'one', shop: expect.stringMatching(/^[\w-]{43}$/) as string });
  expect(versions.findLast(({ stage }) => stage === 'KITTE_REMOVED')?.text).toBe('{}');
});

test('a password that was turned meanwhile is the one that is put aside', async () => {
  const { passwords, handle, versions } = secretWith('{"app":"one","shop":"two"}');
  await handle('Update', 'app');
  await handle('Update', 'app', 'shop');
  versions.push({ stage: 'AWSCURRENT', text: '{"app":"one","shop":"turned"}' });
  await handle('Update', 'app');
  await handle('Update', 'app', 'shop');
  expect(passwords()).toEqual({ app: 'one', shop: 'turned' });
});

test.each(['KITTE_REMOVED', 'AWSCURRENT'])(
  'a write of %s that fails loses no password, and the next try makes it good',
  async (stage) => {
    const { passwords, handle, refuse, allow } = secretWith('{"app":"one","shop":"two"}');
    refuse(stage);
    await expect(handle('Update', 'app')).rejects.toThrow();
    expect(passwords()).toEqual({ app: 'one', shop: 'two' });
    // The roll-back, then the deploy again, and back.
    await handle('Update', 'app', 'shop');
    allow();
    await handle('Update', 'app');
    refuse(stage);
    await handle('Update', 'app', 'shop').catch(() => undefined);
    allow();
    await handle('Update', 'app', 'shop');
    expect(passwords()).toEqual({ app: 'one', shop: 'two' });
  },
);

test('programs that read the secret never see a password that was removed', async () => {
  const { handle, versions } = secretWith('{"app":"one","shop":"two"}');
  await handle('Update', 'app');
  expect(versions.filter(({ stage }) => stage === 'AWSCURRENT').at(-1)?.text).not.toContain('two');
  expect(versions.filter(({ text }) => text.includes('two')).map(({ stage }) => stage)).toEqual([
    'AWSCURRENT',
    'KITTE_REMOVED',
  ]);
});

test('where more leave than a secret has room for, those that left last are remembered', async () => {
  const logins = (count: number, name: string) =>
    Array.from({ length: count }, (_, at) => `${name}${String(at)}@${'x'.repeat(50)}.example.com`);
  const existing = Object.fromEntries(logins(300, 'early').map((login) => [login, 'p'.repeat(43)]));
  const { passwords, handle, pass, versions } = secretWith(JSON.stringify(existing));
  await handle('Update', ...logins(300, 'late'));
  const late = passwords();
  pass(1);
  await handle('Update');
  const text = versions.findLast(({ stage }) => stage === 'KITTE_REMOVED')?.text ?? '';
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
  await handle('Update', ...logins(300, 'late'));
  expect(passwords()).toEqual(late);
});

test.each(['{"app": "hunter2"', '["hunter2"]', 'null', '{"shop":{"at":"never","password":"old"}}'])(
  'what a person wrote under the label is passed over: %s',
  async (text) => {
    const { passwords, handle, versions } = secretWith('{"app":"one"}');
    versions.push({ stage: 'KITTE_REMOVED', text });
    await handle('Update', 'app', 'shop');
    expect(passwords()).toEqual({ app: 'one', shop: expect.stringMatching(/^[\w-]{43}$/) as string });
  },
);

test.each([[[]], [['app']]])('a secret that has no version yet gets one: %j', async (logins) => {
  const { passwords, handle } = secretWith();
  expect((await handle('Create', ...logins)).Data).toEqual({ VersionId: 'v0' });
  expect(Object.keys(passwords())).toEqual(logins);
});
