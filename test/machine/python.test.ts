import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The machine's programs are tested in their own language: one test here for all of `python/test_*.py`. */
test('the Python programs of the machine', () => {
  const run = spawnSync('python3', ['-B', '-m', 'unittest', 'discover', '-s', join(__dirname, 'python')], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: join(__dirname, '../../assets/machine') },
  });
  if (run.error && !process.env['CI']) {
    console.warn('python3 is not installed: the tests in test/machine/python are skipped.');
    return;
  }
  expect({ status: run.status, said: run.stderr }).toEqual({
    status: 0,
    said: expect.stringMatching(/Ran [1-9]\d* tests[^]*\nOK/) as string,
  });
}, 60_000);
