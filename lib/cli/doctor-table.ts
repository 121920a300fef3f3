import type { Row, VerdictWord } from '../checks/row';
import type { Language } from '../checks/words';
import { columns } from '../rehearsal/report/terminal-columns';
import type { Look } from '../rehearsal/report/terminal';
import { wrapped } from '../rehearsal/report/wrapping';
import { visible } from '../rehearsal/report/visible';
import { headings, summary } from './doctor-words';

const COLOURS: Readonly<Record<VerdictWord, number>> = { pass: 32, warn: 33, fail: 31, skip: 2 };

type Told = Row & { readonly environment?: string };

/** The rows for a person: a line for what passes, and what to do for the rest. */
export function doctorTable(rows: readonly Told[], look: Look, language: Language): string {
  const table = columns(
    rows.map((row) => [painted(row.verdict, look), cell(row, language).map(visible).join('\n')]),
    look.width,
  );
  return `${table}\n\n${wrapped(summary(rows, language), look.width).join('\n')}\n`;
}

function cell(row: Told, language: Language): string[] {
  const heading = headings(language);
  const first = `${nameOf(row)}: ${row.subject}`;
  if (row.verdict === 'pass') return [`${first}: ${row.seen}`];
  if (row.verdict === 'skip')
    return [first, `${heading.skipped}: ${row.seen}`, `${heading.next}: ${row.next}`];
  return [
    first,
    `${heading.seen}: ${row.seen}`,
    `${heading.expected}: ${row.expected}`,
    `${heading.why}: ${row.why}`,
    `${heading.next}: ${row.next}`,
    `${heading.more}: ${row.runbook}`,
  ];
}

/** With the environment and the domain, where there are several that it may be of. */
const nameOf = ({ environment, domain, id }: Told) =>
  [environment, domain, id].filter((part) => part !== undefined).join(' ');

function painted(word: VerdictWord, { colour }: Look): string {
  return colour ? `\u001b[${String(COLOURS[word])}m${word}\u001b[0m` : word;
}
