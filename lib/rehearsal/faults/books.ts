import { join } from 'node:path';

import { keep, listed, writeWhole } from '../books';
import type { Row } from './row';
import { FAULTS } from './suite';
import { renderMarkdown, renderTotals } from './table';

/** Keeps the rows of one test file in the book of all faults, `faults.json` and `faults.md`. Answers their totals, for a terminal. */
export function keepBooks(build: string, part: string, rows: readonly Row[]): string {
  const order = listed<Row>(
    FAULTS.map(({ id }) => id),
    ({ id }) => id,
  );
  writeWhole(join(build, 'faults.md'), renderMarkdown(keep(build, 'faults', part, rows, order)));
  return `${renderTotals(rows)}\nEvery case: build/faults.md\n`;
}
