import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, unzipSync } from 'fflate';
import { SERVICES } from '../../lib/machine/manifest';
import { bootPrograms, programParameters } from '../../lib/machine/programs';
import { environment } from '../fixtures/environment';
import { unpack } from './unpacked';

/** Undefined, with a warning, where Python is missing; in CI it must not be. */
function python(
  args: readonly string[],
  more: Record<string, string> = {},
): { status: number | null; said: string } | undefined {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...more };
  const run = spawnSync('python3', args, { encoding: 'utf8', env });
  if (run.error && !process.env['CI']) {
    console.warn('python3 is not installed: the tests of the machine programs are skipped.');
    return undefined;
  }
  return { status: run.status, said: run.stderr };
}

/** The machine's programs are tested in their own language: one test here for all of `python/test_*.py`. */
test('the Python programs of the machine', () => {
  const discover = ['-m', 'unittest', 'discover', '-s', join(__dirname, 'python')];
  const folder = mkdtempSync(join(tmpdir(), 'kitte-unpacked-'));
  unpack(environment, folder);
  const run = python(discover, { KITTE_UNPACKED: folder });
  rmSync(folder, { recursive: true });
  if (!run) return;
  const passed = { status: 0, said: expect.stringMatching(/Ran [1-9]\d* tests[^]*\nOK/) as string };
  expect(run).toEqual(passed);
}, 60_000);

/** With every module loaded that lies in it, then what it says. */
function ran(archive: Uint8Array): { status: number | null; said: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'kitte-programs-'));
  try {
    const program = join(folder, 'kitte.pyz');
    writeFileSync(program, gunzipSync(archive));
    const modules = Object.keys(unzipSync(gunzipSync(archive)))
      .filter((name) => /^kitte\/.*\.py$/.test(name) && !name.endsWith('__init__.py'))
      .map((name) => name.replace(/\.py$/, '').replaceAll('/', '.'));
    const loaded = python(['-c', `import ${modules.join(', ')}`], { PYTHONPATH: program });
    return loaded?.status === 0 ? python([program]) : loaded;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('what is packed, stripped of comments, is still a program', () => {
  const packed = programParameters(environment).map(({ value }) => value);
  const run = ran(Buffer.from(packed.join(''), 'base64'));
  const commands = SERVICES.flatMap(({ commands = {} }) => Object.keys(commands));
  expect(commands).toEqual(expect.arrayContaining(['setup', 'sync', 'challenge', 'volume']));
  if (run) expect(run).toEqual({ status: 2, said: `usage: kitte ${commands.join('|')}\n` });
});

test('so is what the user-data carries: it asks for the facts of its machine', () => {
  const run = ran(bootPrograms());
  if (run) expect(run.said).toContain("No such file or directory: '/etc/kitte/machine.json'");
});
