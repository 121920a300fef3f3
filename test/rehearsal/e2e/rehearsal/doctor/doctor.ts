import { DEMAND_IDS } from '../../../../../lib/checks/demands';
import type { Row } from '../../../../../lib/checks/row';

export function rowsOf(stdout: string): Row[] {
  return (JSON.parse(stdout) as { rows: Row[] }).rows;
}

/** What fails or warns; the demands of receivers follow from these and are left out. */
export function wrong(rows: readonly Row[]): Row[] {
  return rows.filter(
    ({ id, verdict }) => (verdict === 'fail' || verdict === 'warn') && !DEMAND_IDS.includes(id),
  );
}
