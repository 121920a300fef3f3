import { base, differs, Life, succeeded } from './life';
import { WELL } from './reporting-fleet';

/** From the first deploy, which a machine fails, to the removal. */
const life = Life.of('whole');
const DEPLOYED = { foundation: 'CREATE_COMPLETE', server: 'CREATE_COMPLETE', dns: 'CREATE_COMPLETE' };

test('a first deploy that the machine fails, the same again, no-op, update, removal', async () => {
  const name = 'from first to last';
  life.fleet.word = { state: 'failed', reason: 'no room on the disk' };
  await life.step(
    name,
    'cdk deploy, and the machine fails',
    () => life.deploy(),
    ({ exitCode }) => [
      ...differs(1, exitCode),
      ...differs({ foundation: 'CREATE_COMPLETE', server: 'ROLLBACK_COMPLETE' }, life.statuses()),
      ...differs([], life.account.instances()),
    ],
    () => 'the server is rolled back, the address stays for the next try',
  );

  life.fleet.word = WELL;
  await life.step(
    name,
    'cdk deploy once more',
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

  await life.step(
    name,
    'cdk deploy -c retain=false',
    () => life.deploy(undefined, '-c', 'retain=false'),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(machine?.id, life.account.instances()[0]?.id),
      ...differs(['mailer', 'shop'], logins()),
    ],
    () => 'the same instance and logins',
  );
  await life.step(
    name,
    'cdk destroy -c retain=false',
    () => life.destroy('-c', 'retain=false'),
    async (run) => [
      ...(await succeeded(run)),
      ...differs({}, life.statuses()),
      ...differs(['hosted zone example.com.'], life.account.remains()),
      ...differs([], [...life.account.reverseNames().values()]),
      ...differs(
        ['NS', 'SOA'],
        life.account
          .zones()
          .flatMap(({ records }) => records.map(({ type }) => type))
          .sort(),
      ),
    ],
    () => `left: ${life.account.remains().join(', ')}`,
  );
}, 300_000);

const logins = () =>
  Object.keys(JSON.parse(life.account.readSecret('kitte/prod/users') ?? '{}') as object).sort();
