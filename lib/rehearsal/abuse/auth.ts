import type { Sender } from '../judge/delivery';
import { receiverDomain } from '../world/layout';
import type { Talk } from '../world/client/talk';
import { exchanges, type Exchange } from './auth-cases';
import type { Ground } from './ground';
import { isRefusal, NOTHING, numbered, type Row } from './row';
import { open, plain, reach, STRANGERS, type Stage } from './stages';

const GROUP = 'auth';
const TO = `RCPT TO:<reader@${receiverDomain}>`;

/** A password is asked for over TLS alone, and nothing but the password is a login. */
export async function auth(ground: Ground, sender: Sender, other: Sender): Promise<Row[]> {
  const next = numbered(GROUP);
  const rows: Row[] = [];
  for (const stage of STRANGERS.filter(({ name }) => name in OFFERED))
    rows.push(await offer(ground, sender, stage, next()), await refusedHere(ground, sender, stage, next()));
  const credentials = { ...sender, other, domain: sender.environment.domain };
  const trials = exchanges(credentials).flatMap((one) =>
    ([465, 587] as const).map((port) => ({ one, port, id: next() })),
  );
  // Side by side: a wrong login is answered after two seconds, each from an address of its own.
  for (let at = 0; at < trials.length; at += SIDE_BY_SIDE)
    rows.push(
      ...(await Promise.all(
        trials.slice(at, at + SIDE_BY_SIDE).map(({ one, port, id }) => tried(ground, sender, one, port, id)),
      )),
    );
  rows.push(await twice(ground, sender, next()), await inTransaction(ground, sender, next()));
  return ground.swept(rows);
}

const SIDE_BY_SIDE = 12;

/** Where AUTH may be offered: by port and stage. Elsewhere it is refused if tried, with the right password too. */
const OFFERED: Readonly<Record<string, readonly number[]>> = {
  'after EHLO': [465],
  'before STARTTLS': [],
  'after STARTTLS': [587],
};

async function offer(ground: Ground, sender: Sender, stage: Stage, id: string): Promise<Row> {
  const talk = await reach(ground.world.client, sender, stage);
  const [answer = ''] = await talk.send('EHLO laptop.example.net\r\n', 1);
  await talk.close();
  const lines = answer.split('\n').filter((line) => /^250[- ]AUTH/i.test(line));
  const expected = OFFERED[stage.name]?.includes(stage.port) ? '250-AUTH PLAIN LOGIN' : 'no AUTH';
  const seen = lines.join(' / ') || 'no AUTH';
  return {
    ...{ id, group: GROUP, case: `what is offered, port ${String(stage.port)} ${stage.name}`, sent: 'EHLO' },
    ...{ answer: seen, left: await ground.left(ground.mark(id)), expected, pass: seen === expected },
  };
}

async function refusedHere(ground: Ground, sender: Sender, stage: Stage, id: string): Promise<Row> {
  const talk = await reach(ground.world.client, sender, stage);
  const offered = OFFERED[stage.name]?.includes(stage.port) ?? false;
  const answer = await talk.say(`AUTH PLAIN ${plain(sender.login, sender.password)}`);
  const then = await envelope(talk, sender);
  await talk.close();
  return {
    ...{
      id,
      group: GROUP,
      case: `the right password, port ${String(stage.port)} ${stage.name}`,
      sent: 'AUTH PLAIN, MAIL, RCPT',
    },
    ...{ answer: `${answer} / ${then}`, left: await ground.left(ground.mark(id)) },
    expected: offered ? '235, 250' : '5xx, 5xx',
    pass: offered ? answer.startsWith('235') && then.startsWith('250') : isRefusal(answer) && isRefusal(then),
  };
}

async function tried(
  ground: Ground,
  sender: Sender,
  one: Exchange,
  port: 465 | 587,
  id: string,
): Promise<Row> {
  const stage = STRANGERS.find(
    (stage) => stage.port === port && stage.name === (port === 465 ? 'after EHLO' : 'after STARTTLS'),
  ) as Stage;
  const talk = await reach(ground.world.client, sender, stage);
  let answer = '';
  for (const line of one.lines) {
    answer = await talk.say(line);
    if (!answer.startsWith('3')) break;
  }
  const then = await envelope(talk, sender);
  await talk.close();
  const let_in = answer.startsWith('235') && then.startsWith('250');
  const kept_out = !answer.startsWith('235') && !/^[23]/.test(then);
  return {
    ...{ id, group: GROUP, case: `${one.case}, port ${String(port)}`, sent: 'AUTH, MAIL, RCPT' },
    ...{ answer: `${answer} / ${then}`, left: NOTHING, expected: one.accepted ? '235, 250' : 'refused, 5xx' },
    pass: one.accepted ? let_in : kept_out,
  };
}

async function twice(ground: Ground, sender: Sender, id: string): Promise<Row> {
  const talk = await open(ground.world.client, sender, 465);
  const login = `AUTH PLAIN ${plain(sender.login, sender.password)}`;
  await talk.say('EHLO laptop.example.net');
  await talk.say(login);
  const answer = await talk.say(login);
  await talk.close();
  return {
    ...{ id, group: GROUP, case: 'a second AUTH after a login, port 465', sent: 'AUTH, AUTH', answer },
    ...{
      left: await ground.left(ground.mark(id)),
      expected: '503 (RFC 4954 section 4)',
      pass: answer.startsWith('503'),
    },
  };
}

async function inTransaction(ground: Ground, sender: Sender, id: string): Promise<Row> {
  const talk = await open(ground.world.client, sender, 465);
  await talk.say('EHLO laptop.example.net');
  const mail = await talk.say(`MAIL FROM:<${sender.from}>`);
  const answer = await talk.say(`AUTH PLAIN ${plain(sender.login, sender.password)}`);
  await talk.close();
  const pass = mail.startsWith('250') ? answer.startsWith('503') : isRefusal(mail);
  return {
    ...{ id, group: GROUP, case: 'AUTH within a transaction, port 465', sent: 'MAIL, AUTH', answer },
    ...{ left: await ground.left(ground.mark(id)), expected: '503 (RFC 4954 section 4)', pass },
  };
}

async function envelope(talk: Talk, sender: Sender): Promise<string> {
  const mail = await talk.say(`MAIL FROM:<${sender.from}>`);
  return mail.startsWith('2') ? talk.say(TO) : mail;
}
