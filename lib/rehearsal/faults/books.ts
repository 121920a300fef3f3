import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Row } from './row';
import { renderMarkdown, renderTotals } from './table';

/**
 * Keeps the rows of one server and writes the books of all that there are: servers are tried beside each other, and
 * whoever ends last has them whole. Answers the totals, for a terminal.
 */
export function keepBooks(build: string, server: string, rows: readonly Row[]): string {
  const folder = join(build, 'faults');
  mkdirSync(folder, { recursive: true });
  write(join(folder, `${server}.json`), rows);
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Row[]);
  write(join(build, 'faults.json'), all);
  writeFileSync(join(build, 'faults.md'), renderMarkdown(all));
  return `${renderTotals(rows)}\nEvery case: build/faults.md\n`;
}

function write(file: string, rows: readonly Row[]): void {
  writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
}
