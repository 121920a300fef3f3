import { resolve } from 'node:path';

import { DEMAND_IDS } from '../../../../lib/checks/demands';
import type { Row } from '../../../../lib/checks/row';
import { CommandError, type Outcome } from '../../../../lib/rehearsal/world/shell';

export const kitte = resolve(__dirname, '../../../../bin/kitte.mjs');

/** Runs `kitte doctor` as a person does, somewhere; an exit code that tells of faults is no failure to run. */
export async function doctor(
  runs: (argv: readonly string[]) => Promise<Outcome>,
  args: readonly string[],
): Promise<{ code: number; stdout: string }> {
  try {
    const { stdout } = await runs([process.execPath, kitte, 'doctor', ...args]);
    return { code: 0, stdout };
  } catch (error) {
    if (error instanceof CommandError && (error.code === 1 || error.code === 2) && error.stdout !== '')
      return { code: error.code, stdout: error.stdout };
    throw error;
  }
}

export function rowsOf(stdout: string): Row[] {
  return (JSON.parse(stdout) as { rows: Row[] }).rows;
}

/** What fails or warns; the demands of receivers follow from these and are left out. */
export function wrong(rows: readonly Row[]): Row[] {
  return rows.filter(
    ({ id, verdict }) => (verdict === 'fail' || verdict === 'warn') && !DEMAND_IDS.includes(id),
  );
}
