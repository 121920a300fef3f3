import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keepBooks } from '../../../lib/rehearsal/faults/books';
import type { Row } from '../../../lib/rehearsal/faults/row';

const build = mkdtempSync(join(tmpdir(), 'kitte-books-'));
afterAll(() => rmSync(build, { recursive: true }));

const row = (id: string): Row => ({
  ...{ id, group: 'a', fault: 'one', client: 'served', accepted: 10, delivered: 10, bounced: 0 },
  ...{
    lost: [],
    duplicated: [],
    multiplied: [],
    refused: 2,
    rejected: 0,
    seconds: 9,
    seen: '',
    copies: '',
    failures: [],
  },
});
const ids = () => (JSON.parse(readFileSync(join(build, 'faults.json'), 'utf8')) as Row[]).map(({ id }) => id);

test('servers that are tried beside each other end in one book', () => {
  keepBooks(build, 'one', [row('a-one')]);
  expect(keepBooks(build, 'other', [row('b-one'), row('b-two')])).toMatch(/together +2 +20/);
  expect(ids()).toEqual(['a-one', 'b-one', 'b-two']);
  keepBooks(build, 'one', [row('a-one'), row('a-two')]);
  expect(ids()).toEqual(['a-one', 'a-two', 'b-one', 'b-two']);
  expect(readFileSync(join(build, 'faults.md'), 'utf8')).toMatch(/b-two/);
});
