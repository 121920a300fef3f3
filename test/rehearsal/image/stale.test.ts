import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { markUsed, removeStale } from '../../../lib/rehearsal/image/stale';

const cache = mkdtempSync(join(tmpdir(), 'kitte-stale-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

beforeEach(() => readdirSync(cache).forEach((name) => rmSync(join(cache, name), { recursive: true })));

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

test('one that a machine runs on stays, however old it is', async () => {
  const used = made('0123456789abcdef', 300);
  made('0123456789abcde0', 300);
  const mountinfo = join(cache, 'mountinfo');
  const options = `rw,lowerdir=${used}/machine,upperdir=${cache}/runs/1/upper,workdir=${cache}/runs/1/work`;
  writeFileSync(
    mountinfo,
    `612 29 0:88 / ${cache}/runs/1/root rw,relatime shared:301 - overlay kitte ${options}\n`,
  );
  await expect(removeStale(cache, Date.now(), mountinfo)).resolves.toEqual(['0123456789abcde0']);
  await expect(removeStale(cache)).resolves.toEqual(['0123456789abcdef']);
});
