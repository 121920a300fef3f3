import type { Sender } from '../judge/delivery';
import type { World } from '../world';
import { farApart, median } from './distribution';
import { tryLogins, type Tried } from './login-probe';
import { numbered, type Row } from './row';

/** Of each kind: at least 30 tries. A session has fewer errors than Postfix bears before it slows by itself. */
const SESSIONS = 8;
const PAIRS = 4;
const AT_ONCE = 4;
/** Seconds between the medians that would be told apart. */
const MOST = 0.05;

/** Whether who does not know a password can learn which logins there are: by the words, or by the time. */
export async function enumerationRows(
  world: World,
  sender: Sender,
  instance: string,
  other?: Sender,
): Promise<readonly Row[]> {
  const next = numbered('enumeration');
  const row = (what: string, sent: string, answer: string, expected: string, pass: boolean): Row => ({
    ...{ id: next(), group: 'enumeration', case: what, sent, answer, left: '-', expected, pass },
  });
  const known: [string, string] = [sender.login, 'not the password'];
  // Of the same length, so that only its absence differs.
  const unknown: [string, string] = [sender.login.replace(/./g, 'q'), 'not the password'];
  const sessions = Array.from({ length: SESSIONS }, (_, index) => {
    const pair = index % 2 === 0 ? [known, unknown] : [unknown, known];
    return { from: `127.0.2.${String(index + 1)}`, tries: Array.from({ length: PAIRS }, () => pair).flat() };
  });
  const answers = await tryLogins(world, instance, sessions, AT_ONCE);
  const of = (login: string): Tried[] =>
    answers.flatMap((session, at) => session.filter((_, index) => sessions[at]?.tries[index]?.[0] === login));
  const [wrong, absent] = [of(known[0]), of(unknown[0])];
  const words = (tries: readonly Tried[]) => [...new Set(tries.map(({ reply }) => reply))].join(' / ');
  const times = (tries: readonly Tried[]) => tries.map(({ seconds }) => seconds);
  const verdict = farApart(times(wrong), times(absent));
  const between = Math.abs(median(times(wrong)) - median(times(absent)));
  const rows = [
    row(
      'the same words for a wrong password and an unknown login',
      `${String(wrong.length)} and ${String(absent.length)} tries, interleaved`,
      `${words(wrong)}; ${words(absent)}`,
      'one text',
      wrong.length >= 30 &&
        absent.length >= 30 &&
        words(wrong) === words(absent) &&
        !words(wrong).includes(' / '),
    ),
    row(
      'the same time for both',
      'the same tries',
      `medians ${median(times(wrong)).toFixed(3)} s and ${median(times(absent)).toFixed(3)} s; ` +
        `Kolmogorov-Smirnov D ${verdict.distance.toFixed(3)}`,
      `medians within ${String(MOST)} s, D below ${verdict.threshold.toFixed(3)} (1 %)`,
      between <= MOST && verdict.distance < verdict.threshold,
    ),
  ];
  if (other === undefined) return rows;
  const from = async (address: string) => {
    const plain = Buffer.from(`\0${other.login}\0${other.password}`).toString('base64');
    const commands = [
      'EHLO laptop',
      `AUTH PLAIN ${plain}`,
      `MAIL FROM:<${address}>`,
      'RCPT TO:<x@inbox.example.net>',
    ];
    const host = other.environment.hostName;
    const { answers: replies, error } = await world.client.smtp({
      host,
      port: 465,
      tls: 'implicit',
      commands,
    });
    return (error ?? replies.at(-1) ?? '').replace(address, 'ADDRESS');
  };
  const owned = await from(sender.from);
  const nobodys = await from(`nobody-has-this@${sender.environment.domain}`);
  return [
    ...rows,
    row(
      "the same words for another login's address and for nobody's",
      `MAIL FROM as ${other.login}`,
      `${owned}; ${nobodys}`,
      '553 5.7.1, one text',
      owned === nobodys && owned.startsWith('553 5.7.1'),
    ),
  ];
}
