import type { Row } from '../lib/checks/row';

/** What the doctor said of a planted fault. */
export interface Told extends Row {
  readonly fault: string;
}

export function doctorPage(told: readonly Told[], date: string): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const rows = told.map(({ fault, id, verdict, seen, next, runbook }) =>
    line([fault, `[${id}](${runbook.replace(/^docs\//, '')})`, verdict, seen, next]),
  );
  return `# What the doctor says of each fault

Written by \`npx tsx tools/write-doctor.ts\` from the doctor's own results, ${date}.

\`test/rehearsal/e2e/doctor.test.ts\` deploys a good server in the rehearsal, on which every row passes. Then it plants ${String(told.length)} faults, one at a time, through the doors that a person has: the AWS API, the zone, a shell on the machine. Each time exactly the right row must fail or warn, and no other; then the fault is taken back. The demands of Gmail, Yahoo and Microsoft follow from these rows.

${[line(['Fault', 'Row', 'Verdict', 'Seen', 'Next step']), line(['---', '---', '---', '---', '---']), ...rows].join('\n')}
`;
}

/** In a table, a bar ends the cell, and brackets, stars and angles would be markup. */
function cell(text: string): string {
  return text.startsWith('[') && text.includes('](')
    ? text
    : text.replace(/[|<>*_\\]/g, '\\$&').replaceAll('\n', ' ');
}
