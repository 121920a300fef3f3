import { fail, skip, type Check, type Finding } from './check';
import { demandRows } from './demands';
import type { Inquiry } from './inquiry';
import { runbookOf, type Row } from './row';

/**
 * Looks at everything at once. A check whose ground is missing (a greeting without an open port) is skipped and says
 * what to mend first, so that one fault is one failure.
 */
export async function examine(inquiry: Inquiry, checks: readonly Check[]): Promise<Row[]> {
  const byId = new Map(checks.map((check) => [check.id, check]));
  /** Skipped for want of ground, to the check that fails at the bottom of it. */
  const blocked = new Map<string, string>();
  const running = new Map<string, Promise<Row[]>>();

  const rowsOf = (id: string): Promise<Row[]> => {
    const check = byId.get(id);
    if (check === undefined) throw new Error(`A check needs "${id}", which is none of the checks.`);
    const rows = running.get(id) ?? looked(check);
    running.set(id, rows);
    return rows;
  };

  const looked = async (check: Check): Promise<Row[]> => {
    const grounds = await Promise.all((check.needs ?? []).map(rowsOf));
    const missing = grounds.flat().find(({ id, verdict }) => verdict === 'fail' || blocked.has(id));
    const root = missing === undefined ? undefined : (blocked.get(missing.id) ?? missing.id);
    if (root !== undefined) blocked.set(check.id, root);
    const findings =
      root === undefined
        ? await attempt(check, inquiry)
        : [skip(`${root} fails`, `${root} passes`, `Mend ${root} first.`)];
    return findings.map((finding) => ({
      id: check.id,
      subject: finding.subject ?? check.subject(inquiry),
      verdict: finding.verdict,
      seen: finding.seen,
      expected: finding.expected,
      why: check.why,
      next: finding.next,
      runbook: runbookOf(check.id),
    }));
  };

  const rows = (await Promise.all(checks.map(({ id }) => rowsOf(id)))).flat();
  return [...rows, ...demandRows(rows)];
}

async function attempt(check: Check, inquiry: Inquiry): Promise<readonly Finding[]> {
  try {
    const found = await check.look(inquiry);
    return Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const next = 'Try again, with another resolver (--resolver 1.1.1.1) if it is a lookup that fails.';
    return [fail(words, 'an answer', next)];
  }
}
