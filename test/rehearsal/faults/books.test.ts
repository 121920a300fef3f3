import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keepBooks } from '../../../lib/rehearsal/faults/books';
import type { Row } from '../../../lib/rehearsal/faults/row';
import { row } from './row';

const build = mkdtempSync(join(tmpdir(), 'kitte-books-'));
afterAll(() => rmSync(build, { recursive: true }));

const ids = () => (JSON.parse(readFileSync(join(build, 'faults.json'), 'utf8')) as Row[]).map(({ id }) => id);

test('servers that are tried beside each other end in one book', () => {
  keepBooks(build, 'one', [row({ id: 'a-one' })]);
  expect(keepBooks(build, 'other', [row({ id: 'b-one' }), row({ id: 'b-two' })])).toMatch(/together +2 +20/);
  expect(ids()).toEqual(['a-one', 'b-one', 'b-two']);
  keepBooks(build, 'one', [row({ id: 'a-one' }), row({ id: 'a-two' })]);
  expect(ids()).toEqual(['a-one', 'a-two', 'b-one', 'b-two']);
  expect(readFileSync(join(build, 'faults.md'), 'utf8')).toMatch(/b-two/);
});
