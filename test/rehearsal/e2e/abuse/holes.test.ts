import { identity } from '../../../../lib/rehearsal/abuse/identity';
import { openRelay } from '../../../../lib/rehearsal/abuse/relay';
import type { Row } from '../../../../lib/rehearsal/abuse/row';
import { STRANGERS } from '../../../../lib/rehearsal/abuse/stages';
import { groundOf, LOGINS, sendersOf } from '../../../../lib/rehearsal/abuse/suite';
import { until } from '../../../../lib/rehearsal/world/shell';
import { abused, domain } from './server';

/** A suite that cannot fail proves nothing: a hole is planted, found, and closed again. */
describe('a planted hole', () => {
  const server = abused();
  const exec = (...argv: string[]) => groundOf(server.rehearsal).exec(...argv);
  const failing = (its: readonly Row[]) => its.filter(({ pass }) => !pass).map(({ case: name }) => name);
  const restart = async () => {
    await exec('systemctl', 'restart', 'postfix');
    await until('the ports to answer again', 30_000, async () => {
      const { client } = server.rehearsal.stand.world;
      for (const port of [25, 465, 587]) {
        const talk = await client.talk({ host: `mail.${domain}`, port, tls: port === 465 });
        const greeting = await talk.read();
        await talk.close();
        if (!greeting.startsWith('220')) return undefined;
      }
      return true;
    });
  };
  /** The sync would find master.cf changed and mend it within half a minute. */
  const plant = async (...settings: string[]) => {
    await exec('systemctl', 'stop', 'kitte-sync.timer');
    // Waits for one that is under way.
    await exec('systemctl', 'start', 'kitte-sync');
    await exec('cp', '/etc/postfix/master.cf', '/root/master.cf');
    await exec('postconf', '-P', ...settings);
    await restart();
  };
  const close = async () => {
    await exec('cp', '/root/master.cf', '/etc/postfix/master.cf');
    await exec('postsuper', '-d', 'ALL');
    await restart();
    await exec('systemctl', 'start', 'kitte-sync.timer');
  };

  test('an open relay is found', async () => {
    const stages = STRANGERS.filter(({ port, name }) => port === 25 && name === 'after STARTTLS');
    const again = () => openRelay(groundOf(server.rehearsal), server.rehearsal.sender(LOGINS.domain), stages);
    // Postfix does not start without a `reject` that could be reached; here all are let pass before it.
    await plant(
      'smtp/inet/smtpd_relay_restrictions=check_client_access,static:OK,reject',
      'smtp/inet/smtpd_recipient_restrictions=check_client_access,static:OK,reject',
    );
    expect(failing(await again())).toEqual(
      expect.arrayContaining([
        'a plain recipient elsewhere, port 25 after STARTTLS',
        'null sender, port 25 after STARTTLS',
      ]),
    );
    await close();
    expect(failing(await again())).toEqual([]);
  }, 240_000);

  test('a way for a foreign From is found', async () => {
    const again = () => identity(groundOf(server.rehearsal), sendersOf(server.rehearsal), [465]);
    await plant('submissions/inet/smtpd_milters=');
    expect(failing(await again())).toEqual(
      expect.arrayContaining([
        'foreign From, login of the domain, port 465',
        'own envelope sender, login of the domain, port 465',
      ]),
    );
    await close();
    expect(failing(await again())).toEqual([]);
  }, 240_000);
});
