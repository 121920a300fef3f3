import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KeptValues } from '../../lib/kept/kept-values';

const directory = mkdtempSync(join(tmpdir(), 'kitte-kept-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a value is found by its key, by another process too, and the last one said counts', () => {
  const kept = new KeptValues<string>('said', 5, directory);
  expect(kept.get('a')).toBeUndefined();
  kept.set('a', 'one');
  kept.set('b', 'other');
  kept.set('a', 'two');
  expect(new KeptValues<string>('said', 5, directory).get('a')).toBe('two');
  expect(kept.get('b')).toBe('other');
  expect(readdirSync(directory)).toEqual(['said.json']);
});

test('the newest stay', () => {
  const kept = new KeptValues<number>('few', 2, directory);
  for (const number of [1, 2, 3]) kept.set(String(number), number);
  expect(['1', '2', '3'].map((key) => kept.get(key))).toEqual([undefined, 2, 3]);
});

test.each(['', '[["a"', 'null', '{}'])('a spoilt file, %j, is as good as none, and is replaced', (text) => {
  writeFileSync(join(directory, 'spoilt.json'), text);
  const kept = new KeptValues<number>('spoilt', 2, directory);
  expect(kept.get('a')).toBeUndefined();
  kept.set('a', 1);
  expect(kept.get('a')).toBe(1);
});

test('where nothing can be written nothing is kept, and nothing fails', () => {
  const file = join(directory, 'no-folder');
  writeFileSync(file, '');
  chmodSync(file, 0o400);
  const kept = new KeptValues<number>('lost', 2, file);
  kept.set('a', 1);
  expect(kept.get('a')).toBeUndefined();
});
