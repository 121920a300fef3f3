import { table } from '../report/markdown';
import type { Row } from './row';

/** What a group comes to. */
export interface Total {
  readonly group: string;
  readonly tried: number;
  /** Cases in which the server had to refuse, or to have nothing to be found, and did. */
  readonly refused: number;
  /** Good counterparts that went through as they should. */
  readonly accepted: number;
  readonly failed: number;
}

/** What begins so is expected to go well: the other direction of each promise. */
const GOOD = /^(25\d|235|taken|verified|it |found)/;

export function totals(rows: readonly Row[]): Total[] {
  const total = (group: string, its: readonly Row[]): Total => {
    const passed = its.filter(({ pass }) => pass);
    const accepted = passed.filter(({ expected }) => GOOD.test(expected)).length;
    return {
      group,
      tried: its.length,
      refused: passed.length - accepted,
      accepted,
      failed: its.length - passed.length,
    };
  };
  const groups = [...new Set(rows.map(({ group }) => group))];
  return [
    ...groups.map((group) =>
      total(
        group,
        rows.filter((row) => row.group === group),
      ),
    ),
    total('together', rows),
  ];
}

/** The whole suite as Markdown: totals, what failed, then every case. */
export function renderMarkdown(rows: readonly Row[]): string {
  const failed = rows.filter(({ pass }) => !pass);
  return [
    '# Abuse suite',
    '',
    table(
      ['Group', 'Tried', 'Refused or clean', 'Accepted as it should be', 'Failed'],
      totals(rows).map((total) => [
        total.group,
        ...[total.tried, total.refused, total.accepted, total.failed].map(String),
      ]),
    ),
    ...(failed.length === 0 ? [] : ['', '## Failed', '', cases(failed)]),
    '',
    '## Every case',
    '',
    cases(rows),
    '',
  ].join('\n');
}

function cases(rows: readonly Row[]): string {
  return table(
    ['Id', 'Case', 'Sent', 'Answer', 'Left', 'Expected', ''],
    rows.map(({ id, case: name, sent, answer, left, expected, pass }) => [
      ...[id, name, sent, answer, left, expected],
      pass ? 'ok' : '**failed**',
    ]),
  );
}

/** The totals for a terminal. */
export function renderTotals(rows: readonly Row[]): string {
  const lines = [
    ['group', 'tried', 'refused', 'accepted', 'failed'],
    ...totals(rows).map((total) => [
      total.group,
      ...[total.tried, total.refused, total.accepted, total.failed].map(String),
    ]),
  ];
  return lines
    .map((line) => line.map((text, at) => (at === 0 ? text.padEnd(12) : text.padStart(10))).join(''))
    .join('\n');
}
