import {
  cellsOf,
  renderMarkdown,
  renderTotals,
  TOTAL_COLUMNS,
  totals,
} from '../../../lib/rehearsal/faults/table';
import { row } from './row';

const rows = [
  row({}),
  row({ id: 'a-two', delivered: 8, bounced: 1, lost: ['x-1'], failures: ['1 lost: x-1'] }),
  row({ id: 'b-one', group: 'b', duplicated: ['y-1'], copies: 'RFC 1047' }),
];

test('adds up by group and together', () => {
  expect(totals(rows).map(({ group, cases, accepted, lost }) => [group, cases, accepted, lost])).toEqual([
    ['a', 2, 20, 1],
    ['b', 1, 10, 0],
    ['together', 3, 30, 1],
  ]);
  expect(totals(rows).at(-1)).toMatchObject({
    delivered: 28,
    bounced: 1,
    duplicated: 1,
    failed: 1,
    refused: 6,
  });
});

test('each total has a cell for each column', () => {
  for (const total of totals(rows)) expect(cellsOf(total)).toHaveLength(TOTAL_COLUMNS.length);
  expect(renderTotals(rows).split('\n')).toHaveLength(4);
});

test('shows what failed, then every case', () => {
  const text = renderMarkdown(rows);
  expect(text).toMatch(/## Failed\n[^]*a-two[^]*1 lost: x-1[^]*## Every case/);
  expect(renderMarkdown([row({})])).not.toMatch(/## Failed/);
});
