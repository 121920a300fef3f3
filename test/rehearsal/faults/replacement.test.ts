import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { cacheDirectory } from '../../../lib/cli/cache-directory';
import { loadConfig } from '../../../lib/config/load';
import { balance } from '../../../lib/rehearsal/faults/ledger';
import { serialsIn, type Attempt } from '../../../lib/rehearsal/faults/load/job';
import { Load } from '../../../lib/rehearsal/faults/load/load';
import { demandPrerequisites, thisHost } from '../../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../../lib/rehearsal/rehearse';
import { until } from '../../../lib/rehearsal/world/shell';

/**
 * One server takes another's place while mail comes in: queue, certificate and address move over, and move back when
 * the deploy rolls back. The load is the same all the way; at the end its books are closed.
 */
const directory = mkdtempSync(join(tmpdir(), 'kitte-replacement-'));
const config = join(directory, 'kitte.config.ts');
const domain = 'example.com';
const base = { domain, hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };
const revision = (number: number) => ({ ...base, machine: { image: { revision: number } } });
const mark = 'replacement';

let rehearsal: Rehearsal;
let load: Load;
let sabotage: ((id: string) => Promise<boolean>) | undefined;
let certificate: string;
/** What happened in EC2. */
const events: string[] = [];

function write(value: unknown): void {
  writeFileSync(config, `export default ${JSON.stringify(value, null, 2)};\n`);
}

async function deploy(value: unknown) {
  write(value);
  const { account } = rehearsal.stand;
  const before = new Set(account.instances().map(({ id }) => id));
  const run = rehearsal.stand.cdk([
    'deploy',
    'prod/*',
    '--require-approval',
    'never',
    ...rehearsal.context(),
  ]);
  let over = false;
  void run.finally(() => (over = true)).catch(() => undefined);
  // As soon as there is a new machine, what a test wants to break in it.
  const spoil = sabotage;
  if (spoil !== undefined)
    await until('the new machine to be spoiled', 300_000, async () => {
      if (over) return true;
      const newcomer = account.instances().find(({ id }) => !before.has(id));
      return newcomer !== undefined && (await spoil(newcomer.id)) ? true : undefined;
    });
  return run;
}

const ids = () => rehearsal.stand.account.instances().map(({ id }) => id);
const machine = () => ids()[0] ?? 'none';
const exec = (id: string, script: string) => rehearsal.stand.world.exec(id, ['sh', '-c', script]);
const status = () =>
  JSON.parse(rehearsal.stand.account.readParameter('/kitte/prod/status') ?? '{}') as Record<string, string>;
const serialNumber = async () =>
  (await exec(machine(), 'openssl x509 -in /etc/kitte/tls/chain.pem -noout -serial')).stdout.trim();
const succeeded = ({ exitCode, output }: { exitCode: number; output: string }) => {
  if (exitCode !== 0) throw new Error(`cdk deploy failed:\n${output.slice(-6000)}`);
};

/** Seconds in which nothing was accepted, the longest first: one for each time that the machines changed places. */
function pauses(attempts: readonly Attempt[]): number[] {
  const times = attempts.filter(({ outcome }) => outcome === 'accepted').map(({ at }) => at);
  const gaps = times.slice(1).map((at, index) => (at - times[index]!) / 1000);
  return gaps.sort((a, b) => b - a).slice(0, 4);
}

beforeAll(async () => {
  demandPrerequisites(thisHost(process.env));
  write(base);
  const [environment] = await loadConfig(config);
  rehearsal = new Rehearsal({
    projectDirectory: resolve(__dirname, '../../..'),
    cacheDirectory: cacheDirectory(process.env),
    environment: environment!,
    context: [`config=${config}`],
    onEvent: ({ source, text }) => void (source === 'ec2' && events.push(text)),
  });
  for (const task of rehearsal.tasks().slice(0, 3)) await task.run(() => undefined);
  await rehearsal.stand.world.receiverReady();
  certificate = await serialNumber();
  load = Load.start(rehearsal.stand.world, rehearsal.sender(), { mark, to: 'reader@inbox.example.net' });
  await load.accepts(10, 30_000);
}, 900_000);

afterAll(async () => {
  if (rehearsal.begun) await rehearsal.stand.tearDown();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

test('a new image: another machine, with the same queue, certificate and address', async () => {
  const { account, world } = rehearsal.stand;
  const [old] = ids();
  await world.blockPort25(true);
  await load.accepts(30, 60_000);
  rehearsal.stand.releaseImage('ami-0fedcba9876543210');

  succeeded(await deploy(revision(2)));

  expect(ids()).toHaveLength(1);
  expect(machine()).not.toBe(old);
  expect(account.instances()[0]?.imageId).toBe('ami-0fedcba9876543210');
  expect(account.instances()[0]?.publicIp()).toBe(rehearsal.address());
  expect(await serialNumber()).toBe(certificate);
  expect(status()).toMatchObject({ state: 'converged', instance: machine() });
  // Nothing could leave since before the old machine went: what is queued came over.
  const { stdout } = await exec(machine(), 'postqueue -j | wc -l');
  expect(Number(stdout)).toBeGreaterThan(30);
  await load.accepts(5, 30_000);
  await world.blockPort25(false);
  await exec(machine(), 'postqueue -f');
}, 600_000);

test('a new machine that never becomes ready leaves the old one serving', async () => {
  const old = machine();
  const { attempts } = load.since();
  // Its packages cannot be installed.
  sabotage = async (id) => {
    await exec(id, 'printf "#!/bin/sh\\nexit 1\\n" > /usr/bin/dpkg-query && chmod 755 /usr/bin/dpkg-query');
    await exec(id, 'printf "#!/bin/sh\\nexit 1\\n" > /usr/bin/apt-get && chmod 755 /usr/bin/apt-get');
    return true;
  };
  rehearsal.stand.releaseImage('ami-0000000000000000b');
  const { exitCode, output } = await deploy(revision(3));

  expect(exitCode).toBe(1);
  expect(output).toMatch(/FAILURE signal/);
  expect(ids()).toEqual([old]);
  // The lease never left it: no connection was refused, no message was turned down.
  expect(attempts().filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  await load.accepts(5, 30_000);
}, 600_000);

test('a new machine that breaks once it serves gives queue, certificate and address back', async () => {
  const old = machine();
  const { account } = rehearsal.stand;
  // It proves itself and takes over; then what it needs to put the logins in force is gone.
  sabotage = async (id) => {
    const { stdout } = await exec(id, 'test -e /run/kitte/volume.json && echo taken || true');
    if (stdout.trim() !== 'taken') return false;
    await exec(id, 'mv /usr/bin/openssl /usr/bin/openssl.away');
    return true;
  };
  rehearsal.stand.releaseImage('ami-0000000000000000c');
  events.length = 0;
  const { exitCode, output } = await deploy(revision(4));

  expect(exitCode).toBe(1);
  expect(output).toMatch(/could not take this config: openssl is not installed/);
  expect(ids()).toEqual([old]);
  // It had both: volume and address went to it, and came back.
  const moves = events
    .map((text) => /(attached to|associated with) (i-\w+)/.exec(text))
    .filter((move) => move !== null);
  const [newcomer] = moves.map(([, , id]) => id).filter((id) => id !== old);
  expect(moves.map(([, what, id]) => [what, id])).toEqual([
    ['attached to', newcomer],
    ['associated with', newcomer],
    ['attached to', old],
    ['associated with', old],
  ]);
  expect(account.instances()[0]?.publicIp()).toBe(rehearsal.address());
  expect(await serialNumber()).toBe(certificate);
  expect(status()).toMatchObject({ state: 'converged', instance: old });
  await load.accepts(5, 30_000);
}, 600_000);

test('every message that was accepted arrived, none from a wrong address', async () => {
  const attempts = await load.stop();
  const { receiver } = rehearsal.stand.world;
  const accepted = new Set(
    attempts.filter(({ outcome }) => outcome === 'accepted').map(({ serial }) => serial),
  );
  const arrived = async () =>
    serialsIn((await receiver.messages()).map(({ source }) => source).join('\n'), mark);
  await until('every accepted message to arrive', 180_000, async () => {
    await exec(machine(), 'postqueue -f');
    const serials = new Set(await arrived());
    return [...accepted].every((serial) => serials.has(serial)) ? true : undefined;
  }).catch(() => undefined);
  const books = balance({ attempts, arrived: await arrived(), returned: [] });
  process.stdout.write(
    `${JSON.stringify({ ...books, lost: books.lost.length, pauses: pauses(attempts) })}\n`,
  );
  expect(books).toMatchObject({ lost: [], rejected: 0, multiplied: [] });
  expect(books.accepted).toBeGreaterThan(200);
  const verdicts = (await receiver.messages()).map(({ verdicts: { spf, dkim, dmarc, fcrdns } }) =>
    [spf, dkim, dmarc, fcrdns].join(' '),
  );
  expect([...new Set(verdicts)]).toEqual([`pass pass pass mail.${domain}`]);
}, 240_000);
