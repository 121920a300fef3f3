import { base, differs, Life, succeeded } from './life';

/** What is changed on a running server and must not touch what is beside it: the tags, and the image. */
const IMAGE = '/aws/service/debian/release/13/latest/arm64';
const publicParameters: Record<string, string> = { [IMAGE]: 'ami-0aaaaaaaaaaaaaaaa' };
const images = { 'ami-0aaaaaaaaaaaaaaaa': 'arm64', 'ami-0cccccccccccccccc': 'arm64' } as const;
const life = Life.of('changed', { publicParameters, images });
const team = (name: string) => ({ ...base, tags: { team: name } });

const there = () => ({
  passwords: life.account.readSecret('kitte/prod/users'),
  key: life.account.readParameter('/kitte/prod/dkim/example.com/kitte1'),
  addresses: life.account.addresses(),
  instances: life.account.instances().map(({ id, imageId }) => `${id} ${imageId}`),
});

test('changed tags, rolled back or not, leave passwords, keys, the report and the machine', async () => {
  const name = 'tags';
  await life.step(
    name,
    'cdk deploy',
    () => life.deploy(team('post')),
    succeeded,
    () => 'it serves',
  );
  const before = there();
  const report = () => JSON.parse(life.account.readParameter('/kitte/prod/status') ?? '{}') as object;
  await life.step(
    name,
    'other tags',
    () => life.deploy(team('mail')),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(before, there()),
      ...differs('converged', (report() as { state?: string }).state),
    ],
    () => 'passwords, key, address, instance and report are those of before',
  );
  await life.step(
    name,
    'other tags, and Foundation fails',
    () => life.deploy({ ...team('news'), dkim: { keySize: 4096 } }),
    ({ exitCode }) => [
      ...(exitCode === 0 ? ['exit code 0'] : []),
      ...differs('UPDATE_ROLLBACK_COMPLETE', life.statuses()['foundation']),
      ...differs(before, there()),
    ],
    () => 'passwords, key, address and instance are those of before',
  );
}, 300_000);

test('a newer image is taken when the config asks for it, and no sooner', async () => {
  const name = 'image';
  const before = there();
  publicParameters[IMAGE] = 'ami-0cccccccccccccccc';
  await life.step(
    name,
    'cdk deploy, after Debian released another one',
    () => life.deploy(team('mail')),
    async (run) => [...(await succeeded(run)), ...differs(before, there())],
    () => 'the same instance',
  );
  await life.step(
    name,
    'machine.image.revision: 2',
    () => life.deploy({ ...team('mail'), machine: { image: { revision: 2 } } }),
    async (run) => {
      const { instances } = there();
      return [
        ...(await succeeded(run)),
        ...differs(1, instances.length),
        ...differs('ami-0cccccccccccccccc', instances[0]?.split(' ')[1]),
        ...differs({ ...before, instances }, there()),
      ];
    },
    () => 'another instance, of the new image; address, passwords and key are those of before',
  );
}, 300_000);
