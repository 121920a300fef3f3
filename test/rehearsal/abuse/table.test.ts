import type { Row } from '../../../lib/rehearsal/abuse/row';
import { dirtIn } from '../../../lib/rehearsal/abuse/smuggling';
import { renderMarkdown, renderTotals, totals } from '../../../lib/rehearsal/abuse/table';

const row = (changes: Partial<Row>): Row => ({
  ...{ id: 'a-001', group: 'a', case: 'one', sent: 'x', answer: '550', left: 'nothing' },
  ...{ expected: '5xx, nothing left', pass: true },
  ...changes,
});
const rows = [
  row({}),
  row({ id: 'a-002', expected: '250, and it arrives' }),
  row({ id: 'b-001', group: 'b', pass: false, sent: 'MAIL FROM:<a|b>\r\n<script>\u202e' }),
];

test('counts what was tried, refused, accepted and failed, by group and together', () => {
  expect(totals(rows)).toEqual([
    { group: 'a', tried: 2, refused: 1, accepted: 1, failed: 0 },
    { group: 'b', tried: 1, refused: 0, accepted: 0, failed: 1 },
    { group: 'together', tried: 3, refused: 1, accepted: 1, failed: 1 },
  ]);
  expect(renderTotals(rows).split('\n')).toHaveLength(4);
});

test('what strangers sent stays a cell', () => {
  const lines = renderMarkdown(rows).split('\n');
  const cells = lines.filter((line) => line.includes('b-001'));
  expect(cells).toHaveLength(2); // among the failed, and among all
  for (const line of cells) {
    expect(line.match(/(?<!\\)\|/g)).toHaveLength(8);
    expect(line).not.toMatch(/(?<!\\)</);
    expect(line).not.toContain('\u202e');
  }
});

test.each([
  ['a\r\nb\r\n', undefined],
  ['a\rb\r\n', 'a bare CR went out'],
  ['a\nb\r\n', 'a bare LF went out'],
  ['a\0b\r\n', 'a NUL went out'],
  [`${'x'.repeat(998)}\r\n`, undefined],
  [`${'x'.repeat(999)}\r\n`, 'a line of more than 998 characters went out'],
])('judges the lines of %j', (message, verdict) => {
  expect(dirtIn(message)).toBe(verdict);
});
