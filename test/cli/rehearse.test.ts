import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { missingFrom, thisHost } from '../../lib/rehearsal/prerequisites';

const directory = mkdtempSync(join(tmpdir(), 'kitte-rehearse-'));
const cache = join(directory, 'cache');
afterAll(() => rmSync(directory, { recursive: true }));

const root = resolve(__dirname, '../..');
const equipped = missingFrom(thisHost(process.env)).length === 0;

/** Root and commands are asked for first, so a host that lacks them never hears of the config. */
const told = (message: RegExp) => (equipped ? message : /A rehearsal cannot run here:\n {2}- it needs /);

test.each([
  [['--environment', 'nope'], /^There is no environment "nope"\. The config has: .+\.\n$/],
  [['--config', join(directory, 'missing.ts')], /missing\.ts/],
])('%j is told on standard error alone, and nothing is started', (args, message) => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'bin/kitte.mjs'), 'rehearse', ...args],
    { cwd: root, encoding: 'utf8', env: { ...process.env, KITTE_CACHE: cache } },
  );
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  expect(stderr).toMatch(told(message));
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(existsSync(cache)).toBe(false);
});
