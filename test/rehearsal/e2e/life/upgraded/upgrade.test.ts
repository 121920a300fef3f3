import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cacheDirectory } from '../../../../../lib/cli/cache-directory';
import { loadConfig } from '../../../../../lib/config/load';
import { namesOf } from '../../../../../lib/config/names';
import type { CdkRun } from '../../../../../lib/rehearsal/cdk';
import { balance } from '../../../../../lib/rehearsal/faults/ledger';
import { serialsIn } from '../../../../../lib/rehearsal/faults/load/job';
import { Load } from '../../../../../lib/rehearsal/faults/load/load';
import { keepLives } from '../../../../../lib/rehearsal/life/book';
import type { Row } from '../../../../../lib/rehearsal/life/row';
import { demandPrerequisites, thisHost } from '../../../../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../../../../lib/rehearsal/rehearse';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { keptVersions, layOut } from '../../../../fixtures/upgrade';
import { PROJECT } from '../../../deployed';

/** What an earlier version deployed stands, with mail in its queue; this one is deployed over it, and that one again. */
const versions = keptVersions();
const names = namesOf('prod');
const rows: Row[] = [];
let directory = '';
let rehearsal: Rehearsal | undefined;
let load: Load | undefined;

beforeAll(() => demandPrerequisites(thisHost(process.env)));

afterEach(async () => {
  await load?.stop(1_000);
  if (rehearsal?.begun === true) await rehearsal.stand.tearDown();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

afterAll(() => process.stdout.write(keepLives(join(PROJECT, 'build'), 'upgraded', rows)));

test.each(versions.map((each) => [each.version, each] as const))(
  'from %s to this one and back: address, keys, passwords, volume and queue stay, and no mail is lost or doubled',
  async (version, kept) => {
    directory = mkdtempSync(join(tmpdir(), 'kitte-upgrade-'));
    const config = join(directory, 'kitte.config.ts');
    const app = join(directory, 'kept');
    layOut(kept, app);
    writeFileSync(config, `export default ${JSON.stringify({ ...kept.config, verify: 'fail' })};\n`);
    const [environment] = await loadConfig(config);
    const it = new Rehearsal({
      projectDirectory: PROJECT,
      cacheDirectory: cacheDirectory(process.env),
      environment: environment!,
      context: [`config=${config}`],
      // 0.1.0 never came up in an account whose volumes have a key of its own, or that writes few parameters a second.
      lenient: true,
    });
    rehearsal = it;
    const [raise, bootstrap] = it.tasks();
    await raise?.run(() => undefined);
    await bootstrap?.run(() => undefined);
    const { account, world } = it.stand;
    await world.receiverReady();

    const deploy = ['deploy', 'prod/*', '--require-approval', 'never'];
    const earlier = () => it.stand.cdk([...deploy, '--app', app]);
    const now = () => it.stand.cdk([...deploy, ...it.context()]);
    const instance = () => account.instances()[0]?.id ?? 'none';
    const exec = async (script: string) =>
      (await world.exec(instance(), ['sh', '-ec', script])).stdout.trim();
    const held = async () => ({
      address: it.address(),
      key: account.readParameter(`${names.dkim}/example.com/kitte1`),
      record: (await world.lookup('kitte1._domainkey.example.com', 'TXT')).join(),
      passwords: account.readSecret(names.usersSecret),
      volume: (JSON.parse(account.readParameter(names.lease) ?? '{}') as { volume?: string }).volume,
      certificate: await exec('openssl x509 -in /etc/kitte/tls/chain.pem -noout -fingerprint'),
    });
    const waiting = async () => await exec('postqueue -j | grep -c held@inbox.example.net || true');
    const step = async (
      what: string,
      act: () => Promise<CdkRun>,
      judged: () => Promise<object>,
      wanted: object,
    ) => {
      const { exitCode, output, seconds } = await act();
      const failures = exitCode === 0 ? [] : [output.slice(-4000)];
      const found = exitCode === 0 ? await judged() : {};
      rows.push({
        ...{ life: `upgrade from ${version}`, step: what, seconds, failures },
        seen: `address, key, passwords, volume and certificate as before; ${await waiting()} messages wait`,
      });
      expect(failures).toEqual([]);
      expect(found).toEqual(wanted);
    };

    const first = await earlier();
    expect(first.exitCode === 0 ? '' : first.output.slice(-4000)).toBe('');
    const before = await held();
    expect(Object.values(before).every((value) => (value ?? '') !== '')).toBe(true);

    // These wait from here to the end.
    await world.blockPort25(true);
    const letters = Load.start(world, it.sender(), {
      mark: 'held',
      to: 'held@inbox.example.net',
      perSecond: 5,
    });
    await letters.accepts(10, 60_000);
    const queued = await letters.stop();
    const count = String(queued.filter(({ outcome }) => outcome === 'accepted').length);
    expect(await waiting()).toBe(count);
    // What is queued waits whatever configuration the next version brings.
    // One that is being tried could leave before it is held.
    await until('the queue to rest', 120_000, async () =>
      (await exec(`postqueue -j | grep -c '"queue_name": "deferred"' || true`)) === count ? true : undefined,
    );
    await exec('postsuper -h ALL');
    await world.blockPort25(false);
    load = Load.start(world, it.sender(), { mark: 'flow', to: 'flow@inbox.example.net', perSecond: 1 });

    const state = async () => ({ ...(await held()), waiting: await waiting() });
    const same = { ...before, waiting: count };
    await step('cdk deploy of this version over it', now, state, same);
    expect(it.stand.account.stacks().every(({ status }) => /^(CREATE|UPDATE)_COMPLETE$/.test(status))).toBe(
      true,
    );
    await load.accepts(3, 90_000);
    await step('and of the earlier one over this', earlier, state, same);
    await load.accepts(3, 90_000);
    await step('and of this version again', now, state, same);
    await load.accepts(3, 90_000);

    await exec('postsuper -H ALL && postqueue -f');
    const flow = await load.stop();
    for (const [mark, attempts] of [
      ['held', queued],
      ['flow', flow],
    ] as const) {
      const arrived = async () =>
        serialsIn((await world.receiver.messages()).map(({ source }) => source).join('\n'), mark);
      const accepted = new Set(
        attempts.flatMap(({ serial, outcome }) => (outcome === 'accepted' ? [serial] : [])),
      );
      await until(`all of ${mark} to arrive`, 120_000, async () => {
        const serials = new Set(await arrived());
        return [...accepted].every((serial) => serials.has(serial)) ? true : undefined;
      }).catch(() => undefined);
      const books = balance({ attempts, arrived: await arrived(), returned: [] });
      process.stdout.write(`${JSON.stringify({ mark, ...books })}\n`);
      expect(books).toMatchObject({ lost: [], rejected: 0, multiplied: [] });
    }
  },
  1_800_000,
);

test('a version is kept at all', () => {
  expect(versions.length).toBeGreaterThan(0);
});
