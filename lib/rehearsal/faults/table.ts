import { table } from '../report/markdown';
import type { Row } from './row';

/** What a group comes to. */
export interface Total {
  readonly group: string;
  readonly cases: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly bounced: number;
  readonly lost: number;
  /** Messages that arrived more often than once, all of them for reasons that SMTP allows unless the case failed. */
  readonly duplicated: number;
  readonly refused: number;
  readonly failed: number;
}

export const TOTAL_COLUMNS = [
  ...['Group', 'Cases', 'Accepted', 'Delivered', 'Returned', 'Lost', 'Duplicated'],
  ...['Tried again', 'Failed'],
];

export function totals(rows: readonly Row[]): Total[] {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const of = (group: string) => rows.filter((row) => row.group === group);
  return [...groups.map((group) => total(group, of(group))), total('together', rows)];
}

function total(group: string, rows: readonly Row[]): Total {
  const sum = (number: (row: Row) => number) => rows.reduce((all, row) => all + number(row), 0);
  return {
    group,
    cases: rows.length,
    accepted: sum(({ accepted }) => accepted),
    delivered: sum(({ delivered }) => delivered),
    bounced: sum(({ bounced }) => bounced),
    lost: sum(({ lost }) => lost.length),
    duplicated: sum(({ duplicated }) => duplicated.length),
    refused: sum(({ refused }) => refused),
    failed: rows.filter(({ failures }) => failures.length > 0).length,
  };
}

/** In the order of the columns. */
export const cellsOf = (total: Total): string[] => Object.values(total).map(String);

/** The whole suite as Markdown: totals, what failed, then every case. */
export function renderMarkdown(rows: readonly Row[]): string {
  const failed = rows.filter(({ failures }) => failures.length > 0);
  return [
    '# Fault suite',
    '',
    table(TOTAL_COLUMNS, totals(rows).map(cellsOf)),
    ...(failed.length === 0
      ? []
      : [
          ...['', '## Failed', ''],
          table(
            ['Id', 'Fault', 'Failures'],
            failed.map(({ id, fault, failures }) => [id, fault, failures.join('; ')]),
          ),
        ]),
    ...['', '## Every case', ''],
    table(
      [
        ...['Id', 'Fault', 'Client was', 'Accepted', 'Delivered', 'Returned', 'Lost', 'Duplicated'],
        ...['Tried again', 'Seconds', 'Seen', 'Copies allowed by', ''],
      ],
      rows.map((row) => [
        ...[row.id, row.fault, row.client],
        ...[row.accepted, row.delivered, row.bounced, row.lost.length, row.duplicated.length].map(String),
        ...[String(row.refused), String(row.seconds), row.seen, row.copies],
        row.failures.length === 0 ? 'ok' : 'failed',
      ]),
    ),
    '',
  ].join('\n');
}

/** The totals for a terminal. */
export function renderTotals(rows: readonly Row[]): string {
  return [TOTAL_COLUMNS, ...totals(rows).map(cellsOf)]
    .map((line) => line.map((text, at) => (at === 0 ? text.padEnd(12) : text.padStart(13))).join(''))
    .join('\n');
}
