import { join } from 'node:path';

import { keep, writeWhole } from '../books';
import type { Row } from './row';
import { cellsOf, renderMarkdown } from './table';

/** Keeps the rows of one test file in `siege.json` and `siege.md`. Answers them for a terminal. */
export function keepBooks(build: string, part: string, rows: readonly Row[]): string {
  writeWhole(join(build, 'siege.md'), renderMarkdown(keep(build, 'siege', part, rows)));
  return `${rows.map((row) => cellsOf(row).join(' | ')).join('\n')}\nEvery case: build/siege.md\n`;
}
