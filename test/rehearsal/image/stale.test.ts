import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { markUsed, removeStale } from '../../../lib/rehearsal/image/stale';

const cache = mkdtempSync(join(tmpdir(), 'kitte-stale-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const DAY = 86_400_000;

function made(name: string, daysAgo: number): string {
  const directory = join(cache, name);
  mkdirSync(join(directory, 'machine'), { recursive: true });
  writeFileSync(join(directory, 'machine/file'), '');
  const then = new Date(Date.now() - daysAgo * DAY);
  utimesSync(directory, then, then);
  return directory;
}

test('images that nobody has used for a month go, and nothing else does', async () => {
  made('0123456789abcdef', 31);
  made('fedcba9876543210', 29);
  await markUsed(made('00000000000000aa', 300));
  made('runs', 300);
  made("somebody's", 300);
  await expect(removeStale(cache)).resolves.toEqual(['0123456789abcdef']);
  expect(readdirSync(cache).sort()).toEqual(['00000000000000aa', 'fedcba9876543210', 'runs', "somebody's"]);
  await expect(removeStale(cache, Date.now() + 2 * DAY)).resolves.toEqual(['fedcba9876543210']);
});
