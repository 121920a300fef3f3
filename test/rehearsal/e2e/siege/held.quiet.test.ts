import { secretsOf } from '../../../../lib/rehearsal/siege/logged';
import { held } from '../../../../lib/rehearsal/siege/held';
import { healed, HELD } from '../../../../lib/rehearsal/siege/held-cases';
import { limited } from '../../../../lib/rehearsal/siege/other-login';
import { forgotten } from '../../../../lib/rehearsal/siege/siege';
import { besiegedServer } from './server';

/** What held once stays a case. */
describe('many at once', () => {
  const { ground, keep } = besiegedServer('held');

  test.each(HELD)(
    '$id: $name',
    async (one) => {
      await forgotten(ground());
      try {
        const row = await held(ground(), one);
        keep(row);
        expect(row.failures).toEqual([]);
      } finally {
        await healed(ground());
        await limited(ground());
      }
    },
    180_000,
  );

  test('no password is in any log after all that', async () => {
    const { read, found } = await secretsOf(ground());
    expect(read).toBeGreaterThan(100_000);
    expect(found).toEqual([]);
  }, 60_000);
});
