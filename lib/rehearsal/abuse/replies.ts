import { letter, type Sender } from '../judge/delivery';
import type { Talk } from '../world/client/talk';
import { receiverDomain } from '../world/layout';
import type { Ground } from './ground';
import { NOTHING, numbered, type Row } from './row';
import { reach, STRANGERS, type Stage } from './stages';

const GROUP = 'replies';
/** Postfix answers slowly after ten errors in a session (smtpd_soft_error_limit). */
const FORMS_A_SESSION = 5;
const PERSON = `<reader@${receiverDomain}>`;

/** Addresses that a login of the domain owns, as people and machines write to them. */
function addresses({ environment, from }: Sender): string[] {
  const domain = environment.envelopeDomain;
  const local = from.split('@')[0] ?? '';
  return [
    `<${local}@${domain}>`,
    `<${local.toUpperCase()}@${domain.toUpperCase()}>`,
    `<${local}+tag@${domain}>`,
    `<${local}+reader=${receiverDomain}@${domain}>`,
    `<"${local}"@${domain}>`,
    `<@${receiverDomain}:${local}@${domain}>`,
    `<anybody@${domain}>`,
  ];
}

/**
 * What a person answers to an address that only sends is refused while the person's server listens, with an address that works;
 * what is returned, and who asks whether the address exists, is never refused.
 */
export async function replies(ground: Ground, sender: Sender): Promise<Row[]> {
  const next = numbered(GROUP);
  const all = addresses(sender);
  const begun = await ground.moment();
  const rows: Row[] = [];
  for (let at = 0; at < all.length; at += FORMS_A_SESSION) {
    const talk = await open(ground, sender);
    for (const to of all.slice(at, at + FORMS_A_SESSION)) rows.push(await refused(ground, talk, to, next()));
    await talk.close();
  }
  for (const to of all) rows.push(await verified(ground, sender, to, next()));
  for (const to of all) rows.push(await returned(ground, sender, to, next()));
  rows.push(await amongOthers(ground, sender, all[0] ?? '', next()));
  const swept = await ground.swept(rows);
  const sent = await ground.sentSince(begun);
  return [
    ...swept,
    {
      ...{ id: next(), group: GROUP, case: 'the log of the whole group', sent: 'all of the above' },
      answer: sent[0] ?? NOTHING,
      left: `${String(sent.length)} deliveries to elsewhere`,
      expected: 'no delivery but to the machine itself',
      pass: sent.length === 0,
    },
  ];
}

async function open({ world }: Ground, sender: Sender): Promise<Talk> {
  const stage = STRANGERS.find(({ port, name }) => port === 25 && name === 'after EHLO') as Stage;
  return reach(world.client, sender, stage);
}

/** The address that the refusal names is tried in the same session. */
async function refused(ground: Ground, talk: Talk, to: string, id: string): Promise<Row> {
  await talk.say(`MAIL FROM:${PERSON}`);
  const answer = await talk.say(`RCPT TO:${to}`);
  const named = /write to (\S+@[^\s;,]+)/.exec(answer)?.[1];
  const home = named === undefined ? NOTHING : await talk.say(`RCPT TO:<${named}>`);
  await talk.say('RSET');
  const left = await ground.left(ground.mark(id));
  return {
    ...{ id, group: GROUP, case: 'a person answers', sent: `MAIL FROM:${PERSON} RCPT TO:${to}` },
    ...{ answer, left: `${left}; ${named ?? 'no address'}: ${home}` },
    expected: '550 5.2.1 with an address that is taken',
    pass: /^550 5\.2\.1 /.test(answer) && home.startsWith('250') && left === NOTHING,
  };
}

/** As receivers ask whether a sender exists: nothing is sent. */
async function verified(ground: Ground, sender: Sender, to: string, id: string): Promise<Row> {
  const talk = await open(ground, sender);
  const answers = [await talk.say('MAIL FROM:<>'), await talk.say(`RCPT TO:${to}`), await talk.say('QUIT')];
  await talk.close();
  return {
    ...{ id, group: GROUP, case: 'a receiver asks for the sender', sent: `MAIL FROM:<> RCPT TO:${to} QUIT` },
    ...{ answer: answers[1] ?? '', left: await ground.left(ground.mark(id)) },
    expected: '250, and nothing left',
    pass: answers.every((answer, at) => answer.startsWith(at === 2 ? '221' : '250')),
  };
}

async function returned(ground: Ground, sender: Sender, to: string, id: string): Promise<Row> {
  const { answer, left, kept } = await brought(ground, sender, '<>', [to], id);
  return {
    ...{
      id,
      group: GROUP,
      case: 'a message is returned',
      sent: `MAIL FROM:<> RCPT TO:${to} DATA`,
      answer,
      left,
    },
    expected: '250, kept in a mailbox here',
    pass: answer.startsWith('250') && kept && left === NOTHING,
  };
}

/** One recipient that is taken makes no other one so. */
async function amongOthers(ground: Ground, sender: Sender, to: string, id: string): Promise<Row> {
  const role = `<postmaster@${sender.environment.envelopeDomain}>`;
  const { answer, left, kept } = await brought(ground, sender, PERSON, [role, to], id);
  return {
    ...{
      id,
      group: GROUP,
      case: 'a person answers, and to a role',
      sent: `RCPT TO:${role} RCPT TO:${to} DATA`,
    },
    ...{ answer, left },
    expected: '550 5.2.1 for the one, kept for the other',
    pass: /^550 5\.2\.1 /.test(answer) && kept && left === NOTHING,
  };
}

interface Brought {
  readonly answer: string;
  readonly left: string;
  /** Whether it lies in a mailbox on the machine. */
  readonly kept: boolean;
}

/** A whole message in a session of its own, and what became of it. */
async function brought(
  ground: Ground,
  sender: Sender,
  from: string,
  to: readonly string[],
  id: string,
): Promise<Brought> {
  const talk = await open(ground, sender);
  const answer = await bring(ground, talk, from, to, id);
  await talk.close();
  await ground.drained();
  const mark = ground.mark(id);
  return { answer, left: await ground.left(mark), kept: await ground.keptHere(mark) };
}

/** The last answer that was no plain yes, else the one to the message. */
async function bring(
  ground: Ground,
  talk: Talk,
  from: string,
  to: readonly string[],
  id: string,
): Promise<string> {
  await talk.say(`MAIL FROM:${from}`);
  const answers: string[] = [];
  for (const each of to) answers.push(await talk.say(`RCPT TO:${each}`));
  const refusal = answers.find((answer) => !answer.startsWith('2'));
  const data = await talk.say('DATA');
  const mark = ground.mark(id);
  const fields = { from: 'stranger@laptop.example.net', to: `reader@${receiverDomain}`, subject: mark };
  const message = letter({ ...fields, id: `<${mark}@laptop.example.net>` });
  const last = data.startsWith('3') ? ((await talk.send(`${message}\r\n.\r\n`, 1))[0] ?? '') : data;
  return refusal ?? last;
}
