import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Names, namesOf } from '../../../../../lib/config/names';
import type { LocalAccountHandle } from '../../../../../lib/local-aws';
import { type CdkRun, runCdk } from '../../../../../lib/rehearsal/cdk';
import { account as localAccount } from '../../../../cli/account';
import { PROJECT, ZONE_ID } from '../../../deployed';
import { ReportingFleet } from '../reporting-fleet';
import { accountDns } from '../resolver';
import { Consumer } from './consumer';

/** Another person, elsewhere, whose language writes i and I otherwise. */
const SOMEBODY = {
  HOME: '/nonexistent',
  USER: 'somebody',
  LOGNAME: 'somebody',
  TZ: 'Asia/Kolkata',
  LC_ALL: 'tr_TR.UTF-8',
};

let shop: Consumer;

beforeAll(async () => {
  shop = await Consumer.begin();
}, 300_000);

afterAll(() => shop.end());

test('the package has the library and its types, what the machine runs, and no tests', () => {
  const paths = shop.packed.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      ...[
        'dist/library.js',
        'dist/index.js',
        'dist/types/library.d.ts',
        'dist/assets/machine/setup/setup.py',
      ],
      ...['dist/handlers/lib.constructs.verify.verify.handler.js', 'bin/kitte.mjs', 'LICENSE', 'README.md'],
    ]),
  );
  expect(
    paths.filter((path) =>
      /(?:^|\/)(?:tests?|__snapshots__|fixtures|cdk\.out)\/|\.test\.|kitte\.config/.test(path),
    ),
  ).toEqual([]);
  expect(shop.packed.files.reduce((all, { size }) => all + size, 0)).toBeLessThan(10_000_000);
});

test('whoever wants the construct gets four libraries beside CDK, and nothing of the commands', () => {
  const manifest = (folder: string) =>
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const { dependencies, peerDependencies } = manifest(join(shop.folder, 'node_modules/kitte'));
  expect(Object.keys(dependencies ?? {})).toEqual(['fflate', 'tldts', 'yaml', 'zod']);
  expect(Object.keys(peerDependencies ?? {})).toEqual(['aws-cdk-lib', 'constructs']);
  const others = Object.keys(manifest(join(PROJECT, 'commands'))['dependencies'] ?? {}).filter(
    (name) => manifest(shop.folder)['devDependencies']?.[name] === undefined,
  );
  expect(others.length).toBeGreaterThan(20);
  // Which jest and vitest may bring for themselves.
  const there = others.filter((name) => existsSync(join(shop.folder, 'node_modules', name)));
  expect(there.filter((name) => !['esbuild', 'string-width', 'tsx'].includes(name))).toEqual([]);
});

test.each([
  [
    'require',
    [
      '-p',
      "const { MailServer, MailStage, defineConfig } = require('kitte'); [MailServer, MailStage, defineConfig].map((each) => typeof each).join()",
    ],
  ],
  [
    'import',
    [
      '--input-type=module',
      '-e',
      "import { MailServer, MailStage, defineConfig } from 'kitte'; console.log([MailServer, MailStage, defineConfig].map((each) => typeof each).join())",
    ],
  ],
])('plain Node takes it by %s', async (_way, args) => {
  expect((await shop.must(['node', ...args])).trim()).toBe('function,function,function');
});

test('a config alone needs no CDK', async () => {
  const script = "require('kitte/config').parseConfig({}); ";
  const { output } = await shop.run([
    'node',
    '-e',
    `try { ${script} } catch (e) { console.log(e.name, Object.keys(require.cache).some((f) => f.includes('aws-cdk-lib'))) }`,
  ]);
  expect(output.trim()).toBe('ConfigError false');
});

test('a command says which packages it wants', async () => {
  const { code, output } = await shop.run(['node', 'node_modules/.bin/kitte', 'doctor']);
  expect(code).toBe(1);
  expect(output).toMatch(/npm install --save-dev .*commander@/);
  expect(output.trim().split('\n').length).toBeLessThan(4);
});

test('TypeScript takes its types, to CommonJS and to ES modules, and looks into them', async () => {
  expect(await shop.must(['npx', 'tsc', '--noEmit'])).toBe('');
}, 120_000);

test('the templates are the same bytes in another folder, for another person, time zone, language and Node', async () => {
  const here = await shop.synthesized();
  expect(Object.keys(here).length).toBeGreaterThan(5);
  const there = await shop.moved('a place/far away/shop');
  expect(await there.synthesized(SOMEBODY)).toEqual(here);
  const other = process.versions.node.startsWith('24.') ? '22' : '24';
  const newer = await there.moved('by another node/shop', await shop.nodeOf(other));
  expect(await newer.must(['node', '-p', 'process.versions.node'])).toMatch(new RegExp(`^${other}\\.`));
  expect(await newer.synthesized()).toEqual(here);
}, 180_000);

test('snapshots of jest and vitest hold elsewhere, and break when the stack is another', async () => {
  const RUNS = [
    ['jest', ['npx', 'jest', '--ci=false'], ['npx', 'jest', '--ci']],
    ['vitest', ['npx', 'vitest', 'run', '--update'], ['npx', 'vitest', 'run']],
  ] as const;
  for (const [, first] of RUNS) await shop.must(first);
  const there = await shop.moved('snapshots/shop');
  for (const [, , again] of RUNS) expect(await there.must(again, SOMEBODY)).not.toContain('written');
  const file = join(there.folder, 'shop-stack.cjs');
  // A file of its own: the copy is made of hard links.
  const changed = readFileSync(file, 'utf8').replace('orders@example.com', 'bills@example.com');
  await there.must(['rm', file]);
  writeFileSync(file, changed);
  const { code, output } = await there.run(RUNS[0][2]);
  expect(code).toBe(1);
  expect(output).toContain('bills@example.com');
}, 400_000);

describe('deployed to the local account by the unmodified CDK CLI', () => {
  let account: LocalAccountHandle;
  let fleet: ReportingFleet;
  let dns: Awaited<ReturnType<typeof accountDns>>;
  let names: Names;

  const cdk = (...args: string[]): Promise<CdkRun> =>
    runCdk(
      {
        projectDirectory: shop.folder,
        // The CLI remembers which account a key belongs to: not in the home of the person at the keyboard.
        env: {
          ...{ PATH: process.env['PATH'] ?? '', HOME: shop.folder, CDK_HOME: join(shop.folder, '.cdk') },
          ...account.env,
        },
        logFile: join(shop.folder, 'cdk.log'),
      },
      args,
    );
  const records = () =>
    account
      .zones()
      .flatMap((zone) => zone.records.map(({ name, type }) => `${name.replace(/\.$/, '')} ${type}`));

  beforeAll(async () => {
    const { 'Shop.template.json': template = '' } = await shop.synthesized();
    const [, instance = ''] = /"(\w+)": \{\s+"Type": "AWS::EC2::Instance"/.exec(template) ?? [];
    const [, serverName = ''] = /"\/kitte\/([a-z0-9-]+)\/status"/.exec(template) ?? [];
    names = namesOf(serverName, { stack: 'Shop', instance });
    fleet = new ReportingFleet(names);
    dns = await accountDns(() => account.zones());
    account = await localAccount(undefined, { fleet, ...dns.options });
    fleet.account = account;
    account.addHostedZone({ id: ZONE_ID, name: 'example.com' });
    const { exitCode, output } = await cdk('bootstrap');
    if (exitCode !== 0) throw new Error(output);
  }, 90_000);

  afterAll(async () => {
    fleet.close();
    await account.close();
    await dns.close();
  });

  const deployed = async () => {
    const { exitCode, output } = await cdk('deploy', '--require-approval', 'never');
    if (exitCode !== 0) throw new Error(output.slice(-4000));
    return output;
  };
  const status = () => account.stacks().findLast(({ name }) => name === 'Shop')?.status;

  test('the stack stands: address, reverse name, records, key, password', async () => {
    await deployed();
    expect(status()).toBe('CREATE_COMPLETE');
    expect([...account.reverseNames().values()]).toEqual(['mail.example.com']);
    expect(records()).toEqual(
      expect.arrayContaining([
        'mail.example.com A',
        'kitte1._domainkey.example.com TXT',
        '_dmarc.example.com TXT',
      ]),
    );
    expect(Object.keys(JSON.parse(account.readSecret(names.usersSecret) ?? '{}') as object)).toEqual([
      'shop',
    ]);
    expect(JSON.parse(account.readParameter(names.status) ?? '{}')).toMatchObject({ state: 'converged' });
  }, 120_000);

  test('deployed again it changes nothing', async () => {
    expect(await deployed()).toContain('no changes');
  }, 60_000);

  test('a machine that cannot take a change rolls it back, records and settings with it', async () => {
    const before = { settings: account.readParameter(names.settings), records: records() };
    fleet.word = (settings) =>
      settings === before.settings ? { state: 'converged', reason: '' } : { state: 'failed', reason: 'no' };
    const file = join(shop.folder, 'shop-stack.cjs');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace("login: 'shop'", "login: 'store'"));
    const { exitCode, output } = await cdk('deploy', '--require-approval', 'never');
    expect(exitCode).toBe(1);
    expect(output).toContain('could not take this config');
    expect(status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect({ settings: account.readParameter(names.settings), records: records() }).toEqual(before);
    fleet.word = { state: 'converged', reason: '' };
    await deployed();
    expect(status()).toBe('UPDATE_COMPLETE');
    expect(Object.keys(JSON.parse(account.readSecret(names.usersSecret) ?? '{}') as object)).toEqual([
      'store',
    ]);
    writeFileSync(file, text);
  }, 180_000);

  test('a destroy keeps address, queue, key and passwords, and leaves no record', async () => {
    const { exitCode, output } = await cdk('destroy', '--force');
    expect([exitCode, exitCode === 0 ? '' : output.slice(-2000)]).toEqual([0, '']);
    expect(records().filter((each) => !/ (?:NS|SOA)$/.test(each))).toEqual([]);
    expect(account.addresses()).toHaveLength(1);
    expect(account.readSecret(names.usersSecret)).toBeDefined();
    expect(account.mismatches()).toEqual([]);
  }, 90_000);
});
