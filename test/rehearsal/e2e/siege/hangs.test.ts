import { status, syncNow } from '../../../../lib/rehearsal/faults/word';
import { HANGS, hung, patient } from '../../../../lib/rehearsal/siege/hang';
import { until } from '../../../../lib/rehearsal/world/shell';
import { besiegedServer } from './server';

/** What stands still is found, ended and started anew, and the report says so. */
describe('a part that hangs', () => {
  const { ground, keep } = besiegedServer('hangs');

  afterEach(() => patient(ground()));

  test.each(HANGS)(
    '$id: $name',
    async (hang) => {
      const row = await hung(ground(), hang);
      keep(row);
      expect(row.failures).toEqual([]);
      await syncNow(ground());
      const told = await until('the report to tell', 60_000, async () => {
        const { warning } = await status(ground());
        return hang.units.every((unit) => warning.includes(`${unit} did not `)) ? warning : undefined;
      });
      expect(told).toMatch(hang.told ?? /did not answer and was started anew at/);
    },
    180_000,
  );
});
