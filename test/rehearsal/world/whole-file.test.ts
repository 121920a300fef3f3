import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeWhole } from '../../../lib/rehearsal/world/whole-file';

const directory = mkdtempSync(join(tmpdir(), 'kitte-whole-'));
const file = join(directory, 'machine.json');
afterAll(() => rmSync(directory, { recursive: true }));

test('of many who write at once none fails, one text stands whole, and nothing is left beside it', async () => {
  const texts = Array.from({ length: 50 }, (_, at) => String(at).repeat(100_000));
  await Promise.all(texts.map((text) => writeWhole(file, text)));
  expect(texts).toContain(readFileSync(file, 'utf8'));
  expect(readdirSync(directory)).toEqual(['machine.json']);
});

test('where it cannot be written the writer is told', async () => {
  await expect(writeWhole(join(directory, 'none', 'a.json'), '{}')).rejects.toThrow('ENOENT');
});
