import { join } from 'node:path';

import { keep, listed, writeWhole } from '../books';
import type { Row } from './row';
import { GROUPS } from './suite';
import { renderMarkdown, renderTotals } from './table';

/** Keeps the rows of one group in the book of all, `abuse.json` and `abuse.md`. Answers their totals, for a terminal. */
export function keepBooks(build: string, part: string, rows: readonly Row[]): string {
  const order = listed<Row>(GROUPS, ({ group }) => group);
  writeWhole(join(build, 'abuse.md'), renderMarkdown(keep(build, 'abuse', part, rows, order)));
  return `${renderTotals(rows)}\nEvery case: build/abuse.md\n`;
}
