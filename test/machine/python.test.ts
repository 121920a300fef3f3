import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'fflate';
import { programParameters } from '../../lib/machine/programs';
import { environment } from '../fixtures/environment';

/** Undefined, with a warning, where Python is missing; in CI it must not be. */
function python(args: readonly string[], path = ''): { status: number | null; said: string } | undefined {
  const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' };
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
  const run = python(discover, join(__dirname, 'python'));
  if (!run) return;
  const passed = { status: 0, said: expect.stringMatching(/Ran [1-9]\d* tests[^]*\nOK/) as string };
  expect(run).toEqual(passed);
}, 60_000);

test('what is packed, stripped of comments, is still a program', () => {
  const packed = programParameters(environment).map(({ value }) => value);
  const folder = mkdtempSync(join(tmpdir(), 'kitte-programs-'));
  try {
    const program = join(folder, 'kitte.pyz');
    writeFileSync(program, gunzipSync(Buffer.from(packed.join(''), 'base64')));
    const run = python([program]);
    if (run)
      expect(run).toEqual({
        status: 2,
        said: 'usage: kitte setup|sync|install|volume|certificate|challenge|unchallenge|agent|holder|port25|updates|watch\n',
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
