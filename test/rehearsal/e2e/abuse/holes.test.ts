import { identity } from '../../../../lib/rehearsal/abuse/identity';
import { openRelay } from '../../../../lib/rehearsal/abuse/relay';
import { STRANGERS } from '../../../../lib/rehearsal/abuse/stages';
import { groundOf, LOGINS, sendersOf } from '../../../../lib/rehearsal/abuse/suite';
import { failing, planting } from './holes';
import { abused } from './server';

/** A suite that cannot fail proves nothing: a hole is planted, found, and closed again. */
describe('a planted hole', () => {
  const server = abused();
  const { plant, close } = planting(server);

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
