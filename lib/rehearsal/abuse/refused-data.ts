import type { Sender } from '../judge/delivery';
import type { Talk } from '../world/client/talk';
import { wiretapDomain } from '../world/layout';
import type { Ground } from './ground';
import { dataTrials, SMALL, type DataTrial } from './refused-data-cases';
import { NOTHING, numbered, type Row } from './row';
import { EHLO, encrypted, loggedIn, open } from './stages';

const GROUP = 'refused-data';
const RECIPIENT = `reader@${wiretapDomain}`;
/** A message in many chunks takes a server no longer than one in one. */
const PATIENCE_MS = 20_000;

type Port = 25 | 465 | 587;

/** After a refusal at the end of data or of a chunk the session is in step: nothing of what was refused is obeyed or sent. */
export async function refusedData(ground: Ground, sender: Sender): Promise<Row[]> {
  await ground.world.client.wiretap();
  const next = numbered(GROUP);
  const rows: Row[] = [];
  const usual = (await ground.exec('postconf', '-h', 'message_size_limit')).trim();
  // The sync would mend it within half a minute; what is under way is waited for.
  await ground.exec('systemctl', 'stop', 'kitte-sync.timer');
  await ground.exec('systemctl', 'start', 'kitte-sync');
  await limit(ground, String(SMALL));
  try {
    for (const port of [25, 465, 587] as const)
      for (const at of Array.from({ length: trialsFor(sender, '').length }, (_, index) => index))
        rows.push(await tried(ground, sender, port, at, next()));
    for (const port of [465, 587] as const) rows.push(await withoutLogin(ground, sender, port, next()));
  } finally {
    await limit(ground, usual);
    await ground.exec('systemctl', 'start', 'kitte-sync.timer');
  }
  return rows;
}

async function limit(ground: Ground, octets: string): Promise<void> {
  await ground.exec('postconf', '-e', `message_size_limit = ${octets}`);
  await ground.exec('systemctl', 'reload', 'postfix');
}

function trialsFor({ from }: Sender, mark: string): DataTrial[] {
  const head = [`From: ${from}`, `To: ${RECIPIENT}`, `Subject: ${mark}`, ''].join('\r\n');
  return dataTrials(head, head.replace(from, 'president@bank.example.net'), transaction(from, mark));
}

function transaction(from: string, mark: string): string {
  const lines = [
    `MAIL FROM:<${from}>`,
    `RCPT TO:<${RECIPIENT}>`,
    'DATA',
    `From: ${from}`,
    `Subject: ${mark}`,
  ];
  return [...lines, '', 'second', '.', ''].join('\r\n');
}

async function tried(ground: Ground, sender: Sender, port: Port, at: number, id: string): Promise<Row> {
  const mark = ground.mark(id);
  const trial = trialsFor(sender, mark)[at] as DataTrial;
  const inbound = port === 25;
  const talk = inbound
    ? await open(ground.world.client, sender, 25)
    : await loggedIn(ground.world.client, sender, port);
  if (inbound) await talk.say(EHLO);
  await talk.say(`MAIL FROM:<${inbound ? 'stranger@laptop.example.net' : sender.from}>`);
  await talk.say(`RCPT TO:<${inbound ? `postmaster@${sender.environment.envelopeDomain}` : RECIPIENT}>`);
  // Port 25 knows no authors: there it is a message like any other.
  const most = inbound && trial.case.includes('author') ? 1 : trial.taken;
  return judged(ground, talk, trial, { id, mark, port, most, relayed: inbound ? 0 : most });
}

/** The one recipient that smtpd takes from whomever: what follows it is refused, and swallowed. */
async function withoutLogin(ground: Ground, sender: Sender, port: 465 | 587, id: string): Promise<Row> {
  const mark = ground.mark(id);
  const talk = await encrypted(ground.world.client, sender, port);
  await talk.say(`MAIL FROM:<${sender.from}>`);
  await talk.say('RCPT TO:<postmaster>');
  const second = transaction(sender.from, mark);
  const bytes = `BDAT ${String(second.length)}\r\n${second}`.repeat(2);
  const trial: DataTrial = { case: 'chunks of commands without a login', bytes, taken: 0 };
  return judged(ground, talk, trial, { id, mark, port, most: 0, relayed: 0 });
}

interface Expected {
  readonly id: string;
  readonly mark: string;
  readonly port: Port;
  /** How many messages are taken. */
  readonly most: 0 | 1;
  /** How many of them come out. */
  readonly relayed: 0 | 1;
}

async function judged(ground: Ground, talk: Talk, trial: DataTrial, expected: Expected): Promise<Row> {
  const { id, mark, port, most, relayed } = expected;
  const started = Date.now();
  const answers = await talk.send(`${trial.bytes}QUIT\r\n`, 'rest');
  const took = Date.now() - started;
  await talk.close();
  await ground.drained();
  const came = (await ground.world.client.heard()).filter((message) => message.includes(mark)).length;
  const taken = answers.filter((answer) => /^250 .*queued as/.test(answer)).length;
  const last = answers.at(-1) ?? '';
  return {
    ...{ id, group: GROUP, case: `${trial.case}, port ${String(port)}` },
    sent: `${JSON.stringify(trial.bytes.slice(0, 100))}, ${String(trial.bytes.length)} octets`,
    answer: [...new Set(answers.filter((answer) => !/^250 .*: \d+ bytes$/.test(answer)))].join(' / '),
    left: came === relayed ? NOTHING : `${String(came)} messages came out`,
    expected: most === 0 ? 'refused, nothing obeyed' : '250 once, one message',
    // Either in step to the end, or hung up on: a server may close on who talks on after a refusal.
    pass: taken === most && came === relayed && took < PATIENCE_MS && /^(221|421|---|5)/.test(last),
  };
}
