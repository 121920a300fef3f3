import { table } from '../report/markdown';
import type { Row } from './row';

export interface Total {
  readonly name: string;
  readonly messages: number;
  readonly arrived: number;
  readonly refused: number;
  readonly verdicts: number;
  readonly failed: number;
}

export const TOTAL_COLUMNS = [
  '',
  'Messages',
  'Arrived whole',
  'Refused, with words',
  'Verdicts that hold',
  'Failed',
];

export function totals(rows: readonly Row[], by: 'kind' | 'client'): Total[] {
  const names = [...new Set(rows.map((row) => row[by]))];
  return [
    ...names.map((name) =>
      total(
        name,
        rows.filter((row) => row[by] === name),
      ),
    ),
    total('together', rows),
  ];
}

function total(name: string, rows: readonly Row[]): Total {
  const good = rows.filter(({ failures }) => failures.length === 0);
  return {
    name,
    messages: rows.length,
    arrived: good.filter(({ outcome }) => outcome === 'arrived').length,
    refused: good.filter(({ outcome }) => outcome === 'refused').length,
    verdicts: rows.reduce((sum, { held }) => sum + held, 0),
    failed: rows.length - good.length,
  };
}

const cellsOf = (sum: Total): string[] => Object.values(sum).map(String);

export function totalsTable(rows: readonly Row[], by: 'kind' | 'client'): string {
  return table(TOTAL_COLUMNS, totals(rows, by).map(cellsOf));
}

/** Every message, in its order: what it is and what came of it. */
export function everyMessage(rows: readonly Row[]): string {
  return table(
    ['Id', 'By', 'Message', 'What came of it'],
    rows.map((row) => [row.id, row.client, row.what, resultOf(row)]),
  );
}

function resultOf(row: Row): string {
  const { outcome, words, receivers, failures, excused } = row;
  if (failures.length > 0) return `failed: ${failures.slice(0, 3).map(shortened).join('; ')}`;
  if (outcome === 'refused') return `refused: ${shortened(words)}`;
  return `whole at ${receivers.join(', ')}${excused === undefined ? '' : `; ${excused}`}`;
}

const shortened = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 200)}...` : line;
};
