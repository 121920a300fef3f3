import { base, Life, succeeded } from './life';

/** Deploys of a running server that fail, in each of the stacks: what was there is there afterwards, and the next one succeeds. */
const life = Life.of('failing');
const users = (...logins: readonly string[]) => ({
  users: logins.map((login) => ({ login, senders: ['@example.com'] })),
});
const both = { ...base, ...users('app', 'shop') };
const one = { ...base, ...users('app') };
/** A key in use is never replaced under its selector, so Foundation refuses. */
const refused = { dkim: { keySize: 4096 } };

const passwords = () =>
  JSON.parse(life.account.readSecret('kitte/prod/users') ?? '{}') as Record<string, string>;
const differs = (what: string, wanted: unknown, found: unknown) =>
  JSON.stringify(wanted) === JSON.stringify(found)
    ? []
    : [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`];
const failed = ({ exitCode }: { readonly exitCode: number }) => (exitCode === 0 ? ['exit code 0'] : []);
const words = () =>
  Object.entries(life.statuses())
    .map((entry) => entry.join(' '))
    .join(', ');
let before: Record<string, string> = {};

test('a login that leaves comes back with its password, however it comes back', async () => {
  const name = 'a login leaves';
  await life.step(
    name,
    'cdk deploy with two logins',
    () => life.deploy(both),
    (run) => {
      before = passwords();
      return [
        ...(succeeded(run) as string[]),
        ...differs('logins', ['app', 'shop'], Object.keys(before).sort()),
      ];
    },
    words,
  );
  await life.step(
    name,
    'one leaves, and Foundation fails',
    () => life.deploy({ ...one, ...refused }),
    (run) => [
      ...failed(run),
      ...differs('Foundation', 'UPDATE_ROLLBACK_COMPLETE', life.statuses()['foundation']),
      ...differs('passwords', before, passwords()),
    ],
    words,
  );
  life.fleet.word = { state: 'failed', reason: 'the queue volume is not ours' };
  await life.step(
    name,
    'one leaves, and the machine fails, of the old config too',
    () => life.deploy(one),
    (run) => [
      ...failed(run),
      ...differs('Server', 'UPDATE_ROLLBACK_COMPLETE', life.statuses()['server']),
      ...differs('the login that stays', before['app'], passwords()['app']),
    ],
    words,
  );
  life.fleet.word = { state: 'converged', reason: '' };
  await life.step(
    name,
    'the config of before',
    () => life.deploy(both),
    async (run) => [...(await succeeded(run)), ...differs('passwords', before, passwords())],
    words,
  );
  await life.step(
    name,
    'one leaves',
    () => life.deploy(one),
    async (run) => [...(await succeeded(run)), ...differs('logins', ['app'], Object.keys(passwords()))],
    () => 'the secret has the other alone',
  );
  await life.step(
    name,
    'and comes back',
    () => life.deploy(both),
    async (run) => [...(await succeeded(run)), ...differs('passwords', before, passwords())],
    () => 'both passwords are those of before',
  );
}, 500_000);

test('a volume grows when nothing can fail behind it: a roll-back could not make it small again', async () => {
  const grown = () => life.fleet.calls.filter((call) => call.startsWith('resize volume'));
  await life.step(
    'a volume grows',
    'it grows, and Foundation fails',
    () => life.deploy({ ...both, ...refused, machine: { queueVolumeSizeGiB: 9 } }),
    (run) => [
      ...failed(run),
      ...differs('Foundation', 'UPDATE_ROLLBACK_COMPLETE', life.statuses()['foundation']),
      ...differs('growths', [], grown()),
    ],
    words,
  );
  await life.step(
    'a volume grows',
    'it grows alone',
    () => life.deploy({ ...both, machine: { queueVolumeSizeGiB: 9 } }),
    async (run) => [...(await succeeded(run)), ...differs('growths', ['resize volume to 9'], grown())],
    words,
  );
}, 300_000);
