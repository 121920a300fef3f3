import { besieged, NANO } from '../../../../lib/rehearsal/siege/siege';
import { until } from '../../../../lib/rehearsal/world/shell';
import { besiegedServer } from './server';

/** A suite that cannot fail proves nothing. */
describe('a planted hole', () => {
  const { ground } = besiegedServer('hole');

  const openAgain = () =>
    until('the rules to be there again', 10_000, async () =>
      (await ground().sh('nft list chain inet kitte_door input')).includes('goto stranger')
        ? true
        : undefined,
    );
  // Its process limit was met: Postfix would speak of stress for a quarter of an hour, with the next file too.
  const HEAL = 'nft delete table inet kitte_door; systemctl restart kitte-watch postfix';

  test('without a limit one address keeps the client out, and the suite says so', async () => {
    await ground().sh('nft flush chain inet kitte_door input');
    try {
      const { failures } = await besieged(ground(), { addresses: 1, seconds: 6 });
      expect(failures.join()).toMatch(/submission: \d+ of \d+ lost/);
    } finally {
      await ground().sh(HEAL);
    }
    await openAgain();
  }, 120_000);

  test('without any limit the memory does not do, and the suite says so', async () => {
    const main = '/etc/postfix/main.cf';
    await ground().sh(
      `cp -p ${main} /run/main.cf; postconf -e default_process_limit=1000 smtpd_client_connection_count_limit=0; ` +
        'systemctl reload postfix; nft flush chain inet kitte_door input',
    );
    try {
      const { failures, memory } = await besieged(ground(), {
        ...{ addresses: 3, seconds: 6, memory: NANO, wanted: 360 },
      });
      expect(failures.join()).toMatch(/\d+ bytes of memory were in use/);
      expect(memory * 2 ** 20).toBeGreaterThan(NANO);
    } finally {
      await ground().sh(`mv /run/main.cf ${main}; ${HEAL}`);
    }
    await openAgain();
  }, 120_000);
});
