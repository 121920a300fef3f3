import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import { differs, Life, succeeded } from './life';
import { remains, SECRET, twoLogins, works } from './remains';

/** What a removal retains is taken up again. */
const life = Life.of('returning');
const passwords = () => life.account.readSecret(SECRET) ?? '';

test('removed with what is retained, its passwords, keys and name come back', async () => {
  const name = 'removal and return';
  await works(life, name, 'cdk deploy', twoLogins);
  const before = passwords();
  await life.step(
    name,
    'cdk destroy',
    () => life.destroy(),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(
        [],
        remains(life).filter((line) => /^(stack|instance|function|role|state)/.test(line)),
      ),
      ...differs(before, passwords()),
    ],
    () => remains(life).join(', '),
  );
  await works(life, name, 'cdk deploy beside the secret that is left', twoLogins);
  expect(passwords()).toBe(before);
  await life.destroy();
  const client = new SecretsManagerClient(life.account.sdk);
  await client.send(new DeleteSecretCommand({ SecretId: SECRET, RecoveryWindowInDays: 7 }));
  await works(life, name, 'cdk deploy, the secret waits for its deletion', twoLogins);
  expect(passwords()).toBe(before);
}, 600_000);
