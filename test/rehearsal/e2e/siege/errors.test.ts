import { putOff, TROUBLES } from '../../../../lib/rehearsal/siege/put-off';
import { besiegedServer } from './server';

/** Who did nothing wrong is put off, message by message, and is not shown the door. */
describe("an error of the server's own", () => {
  const { ground, keep } = besiegedServer('errors');

  test.each(TROUBLES)(
    '$id: $name',
    async (trouble) => {
      const row = await putOff(ground(), trouble);
      keep(row);
      expect(row.failures).toEqual([]);
    },
    120_000,
  );
});
