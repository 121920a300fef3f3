import { doors, GONE } from '../../world/receiver/doors';
import { until } from '../../world/shell';
import type { Fault } from '../fault';
import type { Ground } from '../ground';
import type { Load } from '../load/load';
import { returnedIn } from '../mailbox';
import { putOff, putOffForEach } from '../queue';
import { throughDoor } from './door';
import { standIn } from './stand-in';

/** The receiver's answer, as the report in a message that came home gives it (RFC 3464 section 2.3.6). */
function cameHome(ground: Ground, { job: { mark } }: Load, why: RegExp): Promise<string> {
  const code = /^Diagnostic-Code: smtp; (.*(?:\n[ \t].*)*)/m;
  return until(`a message to come home with ${String(why)}`, 30_000, async () =>
    returnedIn(await ground.mailbox(), mark)
      .map(({ letter }) => code.exec(letter)?.[1]?.replaceAll(/\s+/g, ' ') ?? '')
      .find((words) => why.test(words)),
  );
}

export const noSuchRecipient: Fault = {
  id: 'receiver-returns-recipient',
  group: 'receiver',
  name: '550 for one recipient: the message comes home, signed',
  client: 'served',
  to: GONE,
  returns: true,
  during: (ground, load) => cameHome(ground, load, /^550 5\.1\.1/),
  ...throughDoor(doors.choosy),
};

export const answers: readonly Fault[] = [
  {
    id: 'receiver-greylists',
    group: 'receiver',
    name: 'the receiver greylists: whom it does not know it asks to come again',
    client: 'served',
    during: (ground) => putOff(ground, /said: 450 4\.2\.0 .*Greylisted/),
    ...throughDoor(doors.greylisting),
  },
  standIn(
    {
      id: 'receiver-storms',
      name: 'a storm: 421 to the connection and 450 to MAIL, RCPT, DATA and the whole message, by turns',
    },
    [['-Q', 'connect'], ...['mail', 'rcpt', 'data', '.'].map((command) => ['-r', command])],
    async (ground) => {
      const at = ['MAIL', 'RCPT', 'DATA', 'end of DATA'].map(
        (command) => new RegExp(`450 .*reply to ${command}`),
      );
      const words = await putOffForEach(ground, [/421 /, ...at]);
      return words.map((reason) => reason.replace(/^.* (?=4\d\d )/, '')).join(' / ');
    },
  ),
  noSuchRecipient,
  standIn(
    {
      id: 'receiver-returns-message',
      name: '554 for the whole message: it comes home, signed',
      returns: true,
    },
    [['-f', '.', '-B', '554 5.7.1 Not wanted here']],
    (ground, load) => cameHome(ground, load, /^554 5\.7\.1/),
  ),
];
