/** `skip` is no verdict on the server: something was missing that the check needs. */
export type VerdictWord = 'pass' | 'warn' | 'fail' | 'skip';

/** One check's outcome, as `kitte doctor` and `kitte preflight` print it and `--json` writes it. */
export interface Row {
  readonly id: string;
  /** Which domain it is about, where the server has several; absent for what is the server's or a zone's. */
  readonly domain?: string;
  readonly subject: string;
  readonly verdict: VerdictWord;
  readonly seen: string;
  readonly expected: string;
  /** Why it matters, in a line. */
  readonly why: string;
  /** The exact next step; empty for a pass. */
  readonly next: string;
  /** Where the runbook tells more. */
  readonly runbook: string;
}

/** The runbook's heading for a check, as an anchor. */
export function runbookOf(id: string): string {
  return `docs/runbook.md#check-${id}`;
}

/** 0: all pass; 1: something fails; 2: nothing fails, something warns. A skip changes nothing. */
export function exitCodeOf(rows: readonly Pick<Row, 'verdict'>[]): 0 | 1 | 2 {
  if (rows.some(({ verdict }) => verdict === 'fail')) return 1;
  return rows.some(({ verdict }) => verdict === 'warn') ? 2 : 0;
}
