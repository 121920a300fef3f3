import type { Row, VerdictWord } from '../checks/row';
import { columns } from '../rehearsal/report/terminal-columns';
import type { Look } from '../rehearsal/report/terminal';
import { visible } from '../rehearsal/report/visible';

const COLOURS: Readonly<Record<VerdictWord, number>> = { pass: 32, warn: 33, fail: 31, skip: 2 };

/** The rows for a person: a line for what passes, and what to do for the rest. */
export function doctorTable(rows: readonly Row[], look: Look): string {
  const table = columns(
    rows.map((row) => [painted(row.verdict, look), cell(row).map(visible).join('\n')]),
    look.width,
  );
  return `${table}\n\n${summary(rows)}\n`;
}

function cell(row: Row): string[] {
  const first = `${row.id}: ${row.subject}`;
  if (row.verdict === 'pass') return [`${first}: ${row.seen}`];
  if (row.verdict === 'skip') return [first, `not looked at: ${row.seen}`, `next: ${row.next}`];
  return [
    first,
    `seen: ${row.seen}`,
    `expected: ${row.expected}`,
    `why: ${row.why}`,
    `next: ${row.next}`,
    `more: ${row.runbook}`,
  ];
}

function summary(rows: readonly Row[]): string {
  const count = (word: VerdictWord) => rows.filter(({ verdict }) => verdict === word).length;
  return `${String(count('pass'))} pass, ${String(count('warn'))} warn, ${String(count('fail'))} fail, ${String(count('skip'))} skipped.`;
}

function painted(word: VerdictWord, { colour }: Look): string {
  return colour ? `\u001b[${String(COLOURS[word])}m${word}\u001b[0m` : word;
}
