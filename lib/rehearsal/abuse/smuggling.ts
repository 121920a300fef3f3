import type { Sender } from '../judge/delivery';
import type { Talk } from '../world/client/talk';
import { wiretapDomain } from '../world/layout';
import type { Ground } from './ground';
import { isRefusal, NOTHING, numbered, type Row } from './row';
import { FALSE_ENDS, intrusions, type From, type Intrusion } from './smuggling-cases';
import { EHLO, loggedIn, open } from './stages';

const GROUP = 'smuggling';
const RECIPIENT = `reader@${wiretapDomain}`;

type Door = 'port 465' | 'port 587' | 'port 25';
type Way = 'DATA' | 'BDAT';

/** One message stays one message: whatever its bytes, no second comes out, and what goes on has clean lines. */
export async function smuggling(ground: Ground, sender: Sender): Promise<Row[]> {
  await ground.world.client.wiretap();
  const next = numbered(GROUP);
  const rows: Row[] = [];
  for (const door of ['port 465', 'port 587', 'port 25'] as const)
    for (const way of ['DATA', 'BDAT'] as const)
      for (const [name, end] of Object.entries(FALSE_ENDS))
        rows.push(await falseEnd(ground, sender, { door, way, name, end }, next()));
  for (const intrusion of intrusions(sender.from, RECIPIENT))
    for (const port of intrusion.ports) rows.push(await intrude(ground, sender, intrusion, port, next()));
  for (const port of [25, 587] as const)
    for (const injected of [`NOOP`, `MAIL FROM:<${sender.from}>`])
      rows.push(await injection(ground, sender, port, injected, next()));
  rows.push(await forgotten(ground, sender, next()));
  return rows;
}

interface Trial {
  readonly door: Door;
  readonly way: Way;
  readonly name: string;
  readonly end: string;
}

async function falseEnd(ground: Ground, sender: Sender, trial: Trial, id: string): Promise<Row> {
  const mark = ground.mark(id);
  const { talk, from, to } = await readyToSend(ground, sender, trial.door);
  const second = [`MAIL FROM:<${from}>`, `RCPT TO:<${RECIPIENT}>`, 'DATA', `Subject: ${mark}`, '', 'second'];
  const head = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${mark}`,
    `Message-ID: <${mark}@${sender.environment.domain}>`,
  ];
  const text = `${[...head, '', 'first'].join('\r\n')}${trial.end}${second.join('\r\n')}\r\n`;
  // The end of the second message is the only true end: after it the session must be in step again.
  const bytes = trial.way === 'BDAT' ? `BDAT ${String(text.length)} LAST\r\n${text}` : `${text}.\r\n`;
  if (trial.way === 'DATA') await talk.say('DATA');
  const answers = await talk.send(bytes, 1);
  answers.push(...(await talk.send('QUIT\r\n', 'rest')));
  await talk.close();
  await ground.drained();
  const taken = answers.filter((answer) => answer.includes('queued')).length;
  const came = (await ground.world.client.heard()).filter((message) => message.includes(mark));
  const relayed = trial.door === 'port 25' ? 0 : taken;
  const dirt = came.map(dirtIn).find((found) => found !== undefined);
  return {
    id,
    group: GROUP,
    case: `${trial.name} in ${trial.way}, ${trial.door}`,
    sent: `… first${shown(trial.end)}MAIL FROM:<${from}> …`,
    answer: answers.join(' / '),
    left: dirt ?? (came.length > relayed ? `${String(came.length)} messages came out` : NOTHING),
    expected: 'refused, or one message with clean lines',
    pass:
      taken <= 1 && came.length === relayed && dirt === undefined && (taken === 1 || answers.some(isRefusal)),
  };
}

/** As far as the recipient: with a login to the wiretap, on port 25 to whom it is open for. */
async function readyToSend(ground: Ground, sender: Sender, door: Door) {
  const { client } = ground.world;
  const port = Number(door.slice(5)) as 25 | 465 | 587;
  const inbound = port === 25;
  const from = inbound ? 'stranger@laptop.example.net' : sender.from;
  const to = inbound ? `postmaster@${sender.environment.envelopeDomain}` : RECIPIENT;
  const talk = inbound ? await open(client, sender, 25) : await loggedIn(client, sender, port);
  if (inbound) await talk.say(EHLO);
  await talk.say(`MAIL FROM:<${from}>`);
  await talk.say(`RCPT TO:<${to}>`);
  return { talk, from, to };
}

async function intrude(
  ground: Ground,
  sender: Sender,
  intrusion: Intrusion,
  port: 25 | 465 | 587,
  id: string,
): Promise<Row> {
  const talk = await at(ground, sender, intrusion.from, port);
  // Enough line ends that a server which counts wrongly is not left waiting for more.
  const [first = ''] = await talk.send(intrusion.bytes, 1);
  const answers = [first, ...(await talk.send('\r\nQUIT\r\n', 'rest'))];
  await talk.close();
  const obeyed = answers.find((answer) => intrusion.never.test(answer));
  const left = await ground.left(ground.mark(id));
  return {
    ...{
      id,
      group: GROUP,
      case: `${intrusion.case}, port ${String(port)}`,
      sent: shown(intrusion.bytes.slice(0, 120)),
    },
    ...{ answer: obeyed ?? first, left, expected: 'not obeyed, nothing left' },
    pass: obeyed === undefined && first !== '' && left === NOTHING,
  };
}

async function at(ground: Ground, sender: Sender, from: From, port: 25 | 465 | 587): Promise<Talk> {
  const { client } = ground.world;
  if (port !== 25 && (from === 'login' || from === 'recipient')) {
    const talk = await loggedIn(client, sender, port);
    if (from === 'recipient') {
      await talk.say(`MAIL FROM:<${sender.from}>`);
      await talk.say(`RCPT TO:<${RECIPIENT}>`);
    }
    return talk;
  }
  const talk = await open(client, sender, port);
  if (from !== 'greeting') await talk.say(EHLO);
  return talk;
}

/** Commands in the packet of STARTTLS (CVE-2011-0411) would be obeyed as if they had come over TLS. */
async function injection(
  ground: Ground,
  sender: Sender,
  port: 25 | 587,
  injected: string,
  id: string,
): Promise<Row> {
  const talk = await open(ground.world.client, sender, port);
  await talk.say(EHLO);
  const [answer = ''] = await talk.send(`STARTTLS\r\n${injected}\r\n`, 1);
  let after = answer;
  if (answer.startsWith('220')) {
    await talk.secure();
    after = await talk.say(EHLO);
  }
  await talk.close();
  const clean = isRefusal(after) || after.startsWith('---') || after.startsWith('250-');
  return {
    ...{ id, group: GROUP, case: `a command in the packet of STARTTLS, port ${String(port)}` },
    ...{ sent: `STARTTLS ⏎ ${injected} ⏎`, answer: after.split('\n')[0] ?? '' },
    ...{ left: await ground.left(ground.mark(id)), expected: 'refused, or forgotten', pass: clean },
  };
}

/** What was said before STARTTLS is forgotten after it (RFC 3207 section 4.2). */
async function forgotten(ground: Ground, sender: Sender, id: string): Promise<Row> {
  const talk = await open(ground.world.client, sender, 25);
  await talk.say(EHLO);
  await talk.say('MAIL FROM:<>');
  await talk.say('STARTTLS');
  await talk.secure();
  const answer = await talk.say(`RCPT TO:<postmaster@${sender.environment.envelopeDomain}>`);
  await talk.close();
  return {
    ...{
      id,
      group: GROUP,
      case: 'MAIL before STARTTLS, RCPT after it, port 25',
      sent: 'MAIL, STARTTLS, RCPT',
    },
    ...{ answer, left: await ground.left(ground.mark(id)), expected: '5xx', pass: isRefusal(answer) },
  };
}

/** What a relayed message may not hold: lines end in CRLF alone and have at most 998 characters (RFC 5322 section 2.1.1). */
export function dirtIn(message: string): string | undefined {
  if (/\r(?!\n)/.test(message)) return 'a bare CR went out';
  if (/(?<!\r)\n/.test(message)) return 'a bare LF went out';
  if (message.includes('\0')) return 'a NUL went out';
  if (message.split('\r\n').some((line) => line.length > 998))
    return 'a line of more than 998 characters went out';
  return undefined;
}

const NAMES: Readonly<Record<string, string>> = { '\r': '␍', '\n': '␊', '\0': '␀', '\x0b': '␋', '\x85': '␤' };

function shown(bytes: string): string {
  const text = bytes.length > 160 ? `${bytes.slice(0, 80)}…${bytes.slice(-20)}` : bytes;
  // eslint-disable-next-line no-control-regex -- these are what it is about
  return text.replace(/[\r\n\0\x0b\x85]/g, (byte) => NAMES[byte] ?? byte);
}
