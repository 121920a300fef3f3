import { doors } from '../../world/receiver/doors';
import { until } from '../../world/shell';
import type { Fault } from '../fault';
import type { Ground } from '../ground';
import { putOff } from '../queue';
import { lead, resetAfter, resetInPlaceOf, filter } from './firewall';
import { standIn } from './stand-in';

/** Seconds, longer than any client waits. */
const NEVER = '9000';

/** Where a connection ended, and Postfix's words for it. */
interface Place {
  readonly id: string;
  readonly name: string;
  readonly words: RegExp;
}
const DATA: Place = { id: 'data', name: 'DATA', words: /while .*DATA command/ };
const DOT: Place = { id: 'dot', name: 'the whole message', words: /while sending end of data/ };

/** How many of the machine's deliveries are under way with the receiver. */
const connected = async (ground: Ground) =>
  Number(await ground.sh('ss -Htn state established dport = :25 | wc -l'));

/** Nothing comes back, and in the end the connection breaks. */
const hangs = ({ id, name, words }: Place, options: readonly string[]) =>
  standIn(
    { id: `receiver-hangs-${id}`, name: `the receiver never answers ${name}` },
    [[...options, NEVER]],
    async (ground, _, close) => {
      await ground.waiting(10, 60_000);
      const hung = await until(
        'deliveries to hang',
        30_000,
        async () => (await connected(ground)) || undefined,
      );
      await close();
      return `${String(hung)} deliveries hung, then ${await putOff(ground, words, 1)}`;
    },
  );

const hangsUp = ({ id, name, words }: Place, command: string) =>
  standIn(
    { id: `receiver-hangs-up-${id}`, name: `the receiver hangs up in place of an answer to ${name}` },
    [['-q', command]],
    (ground) => putOff(ground, words),
  );

/** The sender cannot know that the message was taken (RFC 1047): it sends it again. */
const COPIES = 'RFC 1047';

export const hanging: readonly Fault[] = [
  // Without pipelining: with it the answers to MAIL and RCPT would be held back as well.
  hangs(DATA, ['-p', '-w']),
  hangs(DOT, ['-H']),
  hangsUp(DATA, 'data'),
  {
    id: 'receiver-hangs-up-midway',
    group: 'receiver',
    name: 'the receiver hangs up in the middle of a message',
    client: 'served',
    copies: COPIES,
    // The handshake and the commands are through by then, and short letters; long ones are not.
    plant: ({ world }) => filter(world.receiver, resetAfter(5_000)),
    during: (ground) => putOff(ground, /while sending (?:message body|end of data)/),
    heal: ({ world }) => filter(world.receiver),
  },
  hangsUp(DOT, '.'),
  {
    id: 'receiver-takes-and-hangs-up',
    group: 'receiver',
    name: 'the receiver takes the message, and hangs up in place of its 250',
    client: 'served',
    copies: COPIES,
    plant: async ({ world: { receiver } }) => {
      // In the clear, so that its firewall knows the one answer.
      const { port } = doors.clear;
      await filter(receiver, resetInPlaceOf('250 2.0.0 Ok: ', port));
      await lead(receiver, [port]);
    },
    during: async (ground, { job: { mark } }) => {
      const said = await putOff(ground, DOT.words);
      const taken = (await ground.world.receiver.messages()).filter(
        ({ source, verdicts }) => verdicts.tls === 'none' && source.includes(`<${mark}-`),
      );
      if (taken.length === 0) throw new Error('The receiver took nothing: its answer cannot have been lost.');
      return `${said}; the receiver had taken ${String(taken.length)}`;
    },
    heal: async ({ world: { receiver } }) => {
      await lead(receiver, []);
      await filter(receiver);
    },
  },
];
