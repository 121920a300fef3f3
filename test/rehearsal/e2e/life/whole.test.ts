import { base, Life, succeeded } from './life';

/** From the first deploy to the last, when all goes well. */
const life = Life.of('whole');
const DEPLOYED = { foundation: 'CREATE_COMPLETE', server: 'CREATE_COMPLETE', dns: 'CREATE_COMPLETE' };

test('first deploy, no-op, update, removal', async () => {
  const name = 'when all goes well';
  await life.step(
    name,
    'cdk deploy',
    () => life.deploy(),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(DEPLOYED, life.statuses()),
      ...differs(['mail.example.com'], [...life.account.reverseNames().values()]),
    ],
    () => `${String(life.account.instances().length)} instance, ${life.account.addresses().join(', ')}`,
  );

  await life.step(
    name,
    'the same again',
    () => life.deploy(),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(3, [...run.output.matchAll(/\(no changes\)/g)].length),
    ],
    () => 'no changes',
  );

  const [machine] = life.account.instances();
  await life.step(
    name,
    'another login',
    () =>
      life.deploy({
        ...base,
        users: ['mailer', 'shop'].map((login) => ({ login, senders: ['@example.com'] })),
      }),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(machine?.id, life.account.instances()[0]?.id),
      ...differs(['mailer', 'shop'], logins()),
    ],
    () => `logins ${logins().join(', ')}; the same instance`,
  );
}, 300_000);

const logins = () =>
  Object.keys(JSON.parse(life.account.readSecret('kitte/prod/users') ?? '{}') as object).sort();

function differs(wanted: unknown, found: unknown): string[] {
  const [one, other] = [wanted, found].map((value) => JSON.stringify(value));
  return one === other ? [] : [`${other ?? 'nothing'} instead of ${one ?? 'nothing'}`];
}
