import { DEMAND_IDS } from '../../lib/checks/demands';
import type { Row } from '../../lib/checks/row';

/** Without the demands of receivers, which follow from the others. */
export const own = (all: readonly Row[]) => all.filter(({ id }) => !DEMAND_IDS.includes(id));
