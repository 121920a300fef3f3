import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keepBooks } from '../../../lib/rehearsal/faults/books';
import type { Row } from '../../../lib/rehearsal/faults/row';
import { row } from './row';

const build = mkdtempSync(join(tmpdir(), 'kitte-books-'));
afterAll(() => rmSync(build, { recursive: true }));

const ids = () => (JSON.parse(readFileSync(join(build, 'faults.json'), 'utf8')) as Row[]).map(({ id }) => id);

test('files that are run beside each other end in one book, in the order of the faults', () => {
  keepBooks(build, 'a', [row({ id: 'machine-clock' })]);
  const two = [row({ id: 'daemons-guard' }), row({ id: 'machine-memory' })];
  expect(keepBooks(build, 'b', two)).toMatch(/together +2 +20/);
  expect(ids()).toEqual(['daemons-guard', 'machine-memory', 'machine-clock']);
  keepBooks(build, 'a', [row({ id: 'machine-clock' }), row({ id: 'daemons-postfix' })]);
  expect(ids()).toEqual(['daemons-postfix', 'daemons-guard', 'machine-memory', 'machine-clock']);
  expect(readFileSync(join(build, 'faults.md'), 'utf8')).toMatch(/machine-memory/);
});
