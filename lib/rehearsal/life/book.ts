import { join } from 'node:path';

import { keep, writeWhole } from '../books';
import { table } from '../report/markdown';
import type { Row } from './row';

const COLUMNS = ['Life', 'Step', 'What was seen', 'Time', ''];

const cellsOf = ({ life, step, seen, seconds, failures }: Row): string[] => [
  ...[life, step, failures.length === 0 ? seen : failures.join('; ')],
  ...[`${seconds.toFixed(1)} s`, failures.length === 0 ? 'ok' : 'failed'],
];

/** Every life with its steps as a table in Markdown; a life is named at its first step alone. */
export function livesTable(rows: readonly Row[]): string {
  const lines = rows.map((row, at) => {
    const [life = '', ...rest] = cellsOf(row);
    return [rows[at - 1]?.life === row.life ? '' : life, ...rest];
  });
  return table(COLUMNS, lines);
}

/** Keeps the steps of one test file in `life.json` and `life.md` of a folder. Answers them for a terminal. */
export function keepLives(build: string, part: string, rows: readonly Row[]): string {
  const all = keep(build, 'life', part, rows);
  writeWhole(join(build, 'life.md'), `# Lives\n\n${livesTable(all)}\n`);
  return `${rows.map((row) => cellsOf(row).join(' | ')).join('\n')}\nEvery step: build/life.md\n`;
}
