import { table } from '../report/markdown';
import type { Row } from './row';

export const COLUMNS = [
  ...['What was done', 'Held', 'Tries', 'Lost', 'Median', 'Worst', 'Normal after', 'Peak memory'],
];

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

export const cellsOf = (row: Row): string[] => [
  ...[row.attack, row.held, String(row.tries), String(row.lost), seconds(row.median), seconds(row.worst)],
  ...[`${row.normalAfter.toFixed(1)} s`, `${String(row.memory)} MiB`],
];

/** The whole suite as Markdown: what failed, then every case. */
export function renderMarkdown(rows: readonly Row[]): string {
  const failed = rows.filter(({ failures }) => failures.length > 0);
  return [
    '# Siege suite',
    ...(failed.length === 0
      ? []
      : [
          ...['', '## Failed', ''],
          table(
            ['Id', 'What was done', 'Failures'],
            failed.map(({ id, attack, failures }) => [id, attack, failures.join('; ')]),
          ),
        ]),
    ...['', '## Every case', ''],
    table(
      ['Id', ...COLUMNS, 'Seen', ''],
      rows.map((row) => [row.id, ...cellsOf(row), row.seen, row.failures.length === 0 ? 'ok' : 'failed']),
    ),
    '',
  ].join('\n');
}
