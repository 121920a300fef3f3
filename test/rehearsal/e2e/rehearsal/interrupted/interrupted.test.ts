import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { cacheDirectory } from '../../../../../lib/cli/cache-directory';
import { packagesOf } from '../../../../../lib/machine/derived';
import { prepareImages } from '../../../../../lib/rehearsal/image/images';
import { destroyLeftovers } from '../../../../../lib/rehearsal/world';
import { run, until } from '../../../../../lib/rehearsal/world/shell';
import { PROJECT } from '../../../deployed';
import { program } from '../../laptop';

/** A cache of its own, for its runs; the images are those of everybody. */
const cache = mkdtempSync(join(tmpdir(), 'kitte-interrupted-'));
const runs = join(cache, 'runs');

beforeAll(async () => {
  const shared = cacheDirectory(process.env);
  mkdirSync(shared, { recursive: true });
  const { machine } = await prepareImages(shared, packagesOf());
  const images = join(machine, '..');
  symlinkSync(images, join(cache, basename(images)));
}, 900_000);
afterAll(async () => {
  await destroyLeftovers(runs);
  rmSync(cache, { recursive: true, force: true });
});

interface Watched {
  readonly child: ChildProcess;
  readonly said: () => string;
}

/** Until the machine, which has booted, is waited for. */
async function inMidDeploy(): Promise<Watched> {
  const child = spawn(process.execPath, [program, 'rehearse'], {
    cwd: PROJECT,
    env: { ...process.env, KITTE_CACHE: cache },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until(`the machine to be waited for, in: ${text}`, 300_000, () => {
    if (child.exitCode !== null) throw new Error(text);
    return text.includes('Converged/Report/Default') || undefined;
  });
  return { child, said: () => text };
}

/** Whatever of it there still is on this host: processes, namespaces, mounts. */
async function remains(runId: string): Promise<string[]> {
  const { stdout: processes } = await run(['ps', '-eo', 'args', 'ww']);
  const { stdout: namespaces } = await run(['ip', 'netns', 'list']);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  return [processes, namespaces, mounts].flatMap((text) =>
    text.split('\n').filter((line) => line.includes(runId)),
  );
}

test('Ctrl-C in mid-deploy, twice, ends it soon and leaves nothing', async () => {
  const { child, said } = await inMidDeploy();
  const [runId = 'none'] = readdirSync(runs);
  expect((await remains(runId)).length).toBeGreaterThan(0);
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await until('the step to be given up', 20_000, () => said().includes('aborted') || undefined);
  child.kill('SIGINT');
  const began = Date.now();
  await expect(ended).resolves.toEqual([1, null]);
  expect(Date.now() - began).toBeLessThan(30_000);
  expect(said()).toMatch(/Stopped\. Everything is torn down\.\n$/);
  expect(readdirSync(runs)).toEqual([]);
  expect(await remains(runId)).toEqual([]);
}, 400_000);

test('what is killed outright is cleared away by the next', async () => {
  const { child } = await inMidDeploy();
  const [runId = 'none'] = readdirSync(runs);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect((await remains(runId)).length).toBeGreaterThan(0);
  await expect(destroyLeftovers(runs)).resolves.toEqual([runId]);
  expect(await remains(runId)).toEqual([]);
}, 400_000);
