import { differs, Life, succeeded } from './life';
import { remains, SECRET, twoLogins, works } from './remains';

/** An environment that comes and goes says so, at any time. */
const life = Life.of('retained');

test('retain false and true again on what is deployed; false, and nothing is left', async () => {
  const name = 'retain';
  await works(life, name, 'cdk deploy', twoLogins);
  const [address] = life.account.reverseNames().keys();
  const before = life.account.readSecret(SECRET);
  expect(before).toBeDefined();
  for (const retain of [false, true, false])
    await works(life, name, `cdk deploy, retain: ${String(retain)}`, { ...twoLogins, retain });
  expect(life.account.readSecret(SECRET)).toBe(before);
  expect(life.account.reverseNames().has(address ?? '')).toBe(true);
  await life.step(
    name,
    'cdk destroy',
    () => life.destroy(),
    async (run) => [
      ...(await succeeded(run)),
      ...differs([], remains(life)),
      ...differs(false, life.account.addresses().includes(address ?? '')),
    ],
    () => `of the environment nothing; of the account ${remains(life).join(', ')}`,
  );
}, 600_000);
