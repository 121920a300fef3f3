import { besieged } from '../../../../lib/rehearsal/siege/siege';
import { until } from '../../../../lib/rehearsal/world/shell';
import { besiegedServer } from './server';

/** A suite that cannot fail proves nothing. */
describe('a planted hole', () => {
  const { ground } = besiegedServer('hole');

  test('without a limit one address keeps the client out, and the suite says so', async () => {
    await ground().sh('nft flush chain inet kitte_door input');
    try {
      const { failures } = await besieged(ground(), { addresses: 1, seconds: 6 });
      expect(failures.join()).toMatch(/submission: \d+ of \d+ lost/);
    } finally {
      // Its process limit was met: Postfix would speak of stress for a quarter of an hour, with the next file too.
      await ground().sh('nft delete table inet kitte_door; systemctl restart kitte-watch postfix');
    }
    await until('the rules to be there again', 10_000, async () =>
      (await ground().sh('nft list chain inet kitte_door input')).includes('goto stranger')
        ? true
        : undefined,
    );
  }, 120_000);
});
