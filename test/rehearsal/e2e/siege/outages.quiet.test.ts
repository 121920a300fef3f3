import { endured, OUTAGES } from '../../../../lib/rehearsal/siege/outage';
import { besiegedServer } from './server';

/** It comes up while the siege goes on, not when it is over. */
describe('in mid-siege', () => {
  const { ground, keep } = besiegedServer('outages');

  test.each(OUTAGES)(
    '$id: $name',
    async (outage) => {
      const row = await endured(ground(), outage);
      keep(row);
      expect(row.failures).toEqual([]);
    },
    180_000,
  );
});
