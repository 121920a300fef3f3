import { recipients } from '../../../../lib/rehearsal/abuse/recipients';
import { groundOf, LOGINS } from '../../../../lib/rehearsal/abuse/suite';
import { failing, planting } from './holes';
import { abused } from './server';

const server = abused();
const { plant, close } = planting(server);

test('a way out by a name that Postfix completes is found', async () => {
  const again = () => recipients(groundOf(server.rehearsal), server.rehearsal.sender(LOGINS.domain), [25]);
  await plant('smtp/inet/cleanup_service_name=cleanup', 'smtp/inet/smtpd_discard_ehlo_keywords=');
  expect(failing(await again())).toEqual(
    expect.arrayContaining([
      'bare postmaster, port 25, from a forged sender',
      'a delivery report is ordered, port 25',
      'a loop to the mailbox, port 25',
      'the log of the whole group',
    ]),
  );
  await close();
  expect(failing(await again())).toEqual([]);
}, 360_000);
