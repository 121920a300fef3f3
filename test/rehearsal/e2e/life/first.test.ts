import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { base, differs, Life, succeeded } from './life';

/** First deploys that fail, for each cause; then the same command again. */
const IMAGE = '/aws/service/debian/release/13/latest/arm64';
const addressPool: string[] = [];
const publicParameters: Record<string, string> = { [IMAGE]: 'ami-0aaaaaaaaaaaaaaaa' };
const denied = new Set<string>();
const life = Life.of('first', { addressPool, publicParameters, denied });
const SECRET = 'kitte/prod/users';
const KEY = 'parameter /kitte/prod/dkim/example.com/kitte1';

const remains = () =>
  life.account
    .remains()
    .filter((line) => !/^hosted zone /.test(line))
    .sort();
/** Neither costs or blocks: the next deploy clears the stack away, and finds the key and uses it. */
const MAY_STAY = ['stack kitte-prod-foundation', KEY];

async function fails(name: string, cause: string, words: RegExp): Promise<void> {
  await life.step(
    name,
    `cdk deploy, ${cause}`,
    () => life.deploy(),
    ({ exitCode, output }) => [
      ...(exitCode === 0 ? ['exit code 0'] : []),
      ...(words.test(output) ? [] : [`no word of ${String(words)}`]),
      ...differs({ foundation: 'ROLLBACK_COMPLETE' }, life.statuses()),
      ...differs(
        [],
        remains().filter((line) => !MAY_STAY.includes(line)),
      ),
    ],
    () => remains().join(', '),
  );
}

const works = (name: string, step: string, config: object = base) =>
  life.step(
    name,
    step,
    () => life.deploy(config),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(['mail.example.com'], [...life.account.reverseNames().values()]),
    ],
    () => `${life.account.addresses().join(', ')}, ${[...life.account.reverseNames().values()].join()}`,
  );

const NAME = 'first creation';

test('no address, then no image, then a denied permission, then the same command works, and works again', async () => {
  await fails(NAME, 'no address is left', /maximum number of addresses/);
  addressPool.push('192.0.2.10', '192.0.2.11');
  delete publicParameters[IMAGE];
  await fails(NAME, 'the image parameter is absent', /release\/13\/latest\/arm64/);
  publicParameters[IMAGE] = 'ami-0aaaaaaaaaaaaaaaa';
  denied.add('AWS::EC2::Volume');
  await fails(NAME, 'the organization denies volumes', /explicit deny in a service control policy/);
  denied.clear();
  await works(NAME, 'cause mended, the same command');
  await works(NAME, 'a third deploy, of another login', {
    ...base,
    users: ['mailer', 'shop'].map((login) => ({ login, senders: ['@example.com'] })),
  });
}, 600_000);

const passwords = () => life.account.readSecret(SECRET) ?? '';

test('removed with what is retained, its passwords, keys and name come back', async () => {
  const name = 'removal and return';
  const before = passwords();
  await life.step(
    name,
    'cdk destroy',
    () => life.destroy(),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(
        [],
        remains().filter((line) => /^(stack|instance|function|role|state)/.test(line)),
      ),
      ...differs(before, passwords()),
    ],
    () => remains().join(', '),
  );
  await works(name, 'cdk deploy beside the secret that is left', twoLogins());
  expect(passwords()).toBe(before);
  await life.destroy();
  const client = new SecretsManagerClient(life.account.sdk);
  await client.send(new DeleteSecretCommand({ SecretId: SECRET, RecoveryWindowInDays: 7 }));
  addressPool.push('192.0.2.12');
  await works(name, 'cdk deploy, the secret waits for its deletion', twoLogins());
  expect(passwords()).toBe(before);
}, 600_000);

test('retain false and true again on what is deployed; false, and nothing is left', async () => {
  const name = 'retain';
  const [address] = life.account.reverseNames().keys();
  const before = passwords();
  for (const retain of [false, true, false])
    await works(name, `cdk deploy, retain: ${String(retain)}`, { ...twoLogins(), retain });
  expect(passwords()).toBe(before);
  expect(life.account.reverseNames().has(address ?? '')).toBe(true);
  const others = (lines: readonly string[]) => lines.filter((line) => !/^(address|volume) /.test(line));
  await life.step(
    name,
    'cdk destroy',
    () => life.destroy(),
    async (run) => [
      ...(await succeeded(run)),
      ...differs([], others(remains())),
      ...differs(false, life.account.addresses().includes(address ?? '')),
    ],
    () => `of the environment nothing; of the earlier ones ${remains().join(', ')}`,
  );
}, 600_000);

function twoLogins() {
  return { ...base, users: ['mailer', 'shop'].map((login) => ({ login, senders: ['@example.com'] })) };
}
