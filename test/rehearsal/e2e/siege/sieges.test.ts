import { besieged } from '../../../../lib/rehearsal/siege/siege';
import { besiegedServer } from './server';

const NANO = 512 * 2 ** 20;

/** More and more addresses hold what they can get. */
describe('a siege', () => {
  const { ground, keep } = besiegedServer('sieges');
  beforeAll(() => ground().world.limitMemory(ground().instance, NANO));
  afterAll(() => ground().world.limitMemory(ground().instance));

  test.each([1, 3, 10, 30])(
    'from %d addresses keeps no client out',
    async (addresses) => {
      const row = await besieged(ground(), { addresses, seconds: 14, memory: NANO });
      keep(row);
      expect(row.failures).toEqual([]);
    },
    120_000,
  );
});
