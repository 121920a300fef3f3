import { lookAgain, reported, syncNow } from '../../../../lib/rehearsal/faults/word';
import { besieged, NANO } from '../../../../lib/rehearsal/siege/siege';
import { besiegedServer } from './server';

/** More and more addresses hold what they can get. */
describe('a siege', () => {
  const { ground, keep } = besiegedServer('sieges');
  beforeEach(() => ground().world.limitMemory(ground().instance, NANO));
  afterEach(() => ground().world.limitMemory(ground().instance));

  test.each([1, 3, 10, 30])(
    'from %d addresses keeps no client out',
    async (addresses) => {
      const row = await besieged(ground(), { addresses, seconds: 10, memory: NANO });
      keep(row);
      expect(row.failures).toEqual([]);
    },
    120_000,
  );

  test('is told in the report, and to the postmaster', async () => {
    const words = 'strangers hold all connections that are theirs';
    await lookAgain(ground());
    await syncNow(ground());
    await reported(
      ground(),
      'that it was besieged',
      ({ state, warning }) => state === 'converged' && warning.includes(words),
    );
    const told = (await ground().mailbox()).filter((letter) => letter.includes('Subject: Kitte: siege'));
    expect(told.join()).toContain(words);
  }, 120_000);
});
