import type { Row } from '../../../../../lib/checks/row';
import { layout, receiverHost } from '../../../../../lib/rehearsal/world/layout';
import type { Day } from './day';

/** Before a later deploy, by a person who may do no more than the docs say. */
export async function preflight(day: Day) {
  const args = ['preflight', '--json', '--resolver', layout.router, '--far-end', receiverHost];
  const { code, stdout } = await day.kitte(...args);
  return { code, rows: (JSON.parse(stdout) as { rows: Row[] }).rows };
}
