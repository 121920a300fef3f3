import type { Ground } from '../faults/ground';
import { clientHost, receiverDomain } from '../world/layout';
import type { Talk } from '../world/client/talk';
import { until } from '../world/shell';
import { Peak } from './peak';
import { met, type Row } from './row';

/** A part that each message passes, gone or standing still while a client is logged in and did nothing wrong. */
export interface Trouble {
  readonly id: string;
  readonly name: string;
  /** For sh(1) on the machine. */
  readonly begins: string;
  readonly ends: string;
  /** Messages that are tried one after the other in the session. @default 3 */
  readonly tries?: number;
}

const gone = (what: string, units: string): Trouble => ({
  id: `error-gone-${what}`,
  name: `${what} is gone in mid-session`,
  begins: `systemctl stop ${units}`,
  ends: `systemctl start ${units}`,
});
const still = (what: string): Trouble => ({
  id: `error-still-${what}`,
  name: `${what} stands still in mid-session`,
  begins: `systemctl kill --signal=STOP ${what}`,
  // The watch has ended it by then; one that it has not goes on.
  ends: `systemctl kill --signal=CONT ${what} || true; systemctl start ${what}`,
});

const TRIES = 3;
/** More than Postfix's own limit of errors in a session, 20. */
const MANY = 22;

export const TROUBLES: readonly Trouble[] = [
  { ...gone('kitte-clerk', 'kitte-clerk.socket kitte-clerk.service'), tries: MANY },
  gone('opendkim', 'opendkim.service'),
  gone('kitte-guard', 'kitte-guard.socket kitte-guard.service'),
  still('kitte-clerk'),
  still('opendkim'),
  still('kitte-guard'),
];

const PORTS = [465, 587] as const;
const TEMPORARY = /^4(?!21)\d\d /;

/** A session of a mail client, logged in. */
async function session(ground: Ground, port: 465 | 587): Promise<Talk> {
  const { environment, login, password } = ground.sender;
  const talk = await ground.world.client.talk({ host: environment.hostName, port, tls: port === 465 });
  await talk.read();
  await talk.say(`EHLO ${clientHost}`);
  if (port === 587) {
    await talk.say('STARTTLS');
    await talk.secure();
    await talk.say(`EHLO ${clientHost}`);
  }
  const plain = Buffer.from(`\0${login}\0${password}`).toString('base64');
  const answer = await talk.say(`AUTH PLAIN ${plain}`);
  if (!answer.startsWith('235'))
    throw new Error(`The login on port ${String(port)} was answered with ${answer}`);
  return talk;
}

/** The answers to one message, up to the first that is no yes. */
async function message(ground: Ground, talk: Talk, subject: string): Promise<string> {
  const { from } = ground.sender;
  const letter = `From: ${from}\r\nTo: reader@${receiverDomain}\r\nSubject: ${subject}\r\n\r\nHello.\r\n.`;
  let answer = '';
  for (const command of [`MAIL FROM:<${from}>`, `RCPT TO:<reader@${receiverDomain}>`, 'DATA', letter]) {
    answer = await talk.say(command);
    if (!/^[23]/.test(answer)) break;
  }
  return answer;
}

/** What a client hears that sends on, in one session and then in another, and that nothing of it is 421. */
export const putOff = (ground: Ground, trouble: Trouble): Promise<Row> =>
  Peak.during(ground, (peak) => answered(ground, trouble, peak));

async function answered(
  ground: Ground,
  { id, name, begins, ends, tries = TRIES }: Trouble,
  peak: Peak,
): Promise<Row> {
  const mark = ground.mark(id);
  const heard: string[] = [];
  const failures: string[] = [];
  const times: number[] = [];
  let lost = 0;
  const talks = await Promise.all(PORTS.map((port) => session(ground, port)));
  for (const talk of talks) {
    const answer = await message(ground, talk, `${mark} before`);
    if (!answer.startsWith('250')) failures.push(`before it: ${answer}`);
  }
  await ground.sh(begins);
  const began = Date.now();
  let normal = began;
  try {
    await Promise.all(
      talks.map(async (talk, at) => {
        for (let count = 0; count < tries; count += 1) {
          const answer = await message(ground, talk, `${mark} during`);
          heard.push(answer);
          lost += answer.startsWith('250') ? 0 : 1;
          if (!TEMPORARY.test(answer) && !answer.startsWith('250'))
            failures.push(`port ${String(PORTS[at])}: a message was answered with ${answer}`);
          // From the tenth error on each answer comes a second later.
          for (const command of tries > TRIES ? ['RSET'] : ['NOOP', 'RSET']) {
            const next = await talk.say(command);
            if (!next.startsWith('250'))
              failures.push(`port ${String(PORTS[at])}: ${command} after it: ${next}`);
          }
        }
      }),
    );
  } finally {
    await ground.sh(ends);
    await Promise.all(talks.map((talk) => talk.close()));
  }
  for (const port of PORTS) {
    const begun = Date.now();
    const talk = await session(ground, port);
    const answer = await message(ground, talk, `${mark} after`);
    await talk.close();
    normal = Date.now();
    if (answer.startsWith('250')) times.push(normal - begun);
    else failures.push(`port ${String(port)}, when it was there again: ${answer}`);
  }
  await until('what was accepted to leave', 60_000, async () => {
    await ground.flush();
    return (await ground.queued()) === 0 ? true : undefined;
  });
  if (lost === 0) failures.push('nothing was put off: it was not in the way');
  const words = [...new Set(heard)].map((answer) => answer.replaceAll(/\s+/g, ' ')).join(' / ');
  return {
    ...{ id, group: 'error', attack: name, held: '-', ...met(times, lost), memory: peak.mebibytes },
    ...{ normalAfter: (normal - began) / 1000, seen: words, failures },
  };
}
