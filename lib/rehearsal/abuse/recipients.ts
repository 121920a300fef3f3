import { letter, type Sender } from '../judge/delivery';
import type { Talk } from '../world/client/talk';
import { receiverDomain } from '../world/layout';
import type { Ground } from './ground';
import { recipientForms, TRAPS, type RecipientForm } from './recipient-forms';
import { isRefusal, NOTHING, numbered, type Row } from './row';
import { loggedIn, reach, STRANGERS, type Stage } from './stages';

const GROUP = 'recipients';
/** Postfix answers slowly after ten errors in a session (smtpd_soft_error_limit); a form makes two at most. */
const FORMS_A_SESSION = 5;
/** Whoever is named as the sender gets what the server says about a message. */
const VICTIM = `<reader@${receiverDomain}>`;
const MAILBOX = '/var/mail/kitte';

/** Where a form is tried: by whom, and whether port 25's rules are the ones that count. */
interface Door {
  readonly name: string;
  readonly from: string;
  readonly inbound: boolean;
  readonly open: (ground: Ground, sender: Sender) => Promise<Talk>;
}

/**
 * However a recipient is written, nothing that a stranger brings is sent on, and no report about it: it is refused, or stays in
 * a mailbox here.
 */
export async function recipients(
  ground: Ground,
  sender: Sender,
  ports: readonly number[] = [25, 465, 587],
): Promise<Row[]> {
  const next = numbered(GROUP);
  const rows: Row[] = [];
  const begun = await ground.moment();
  for (const door of doors().filter(({ name }) =>
    ports.some((port) => name.startsWith(`port ${String(port)}`)),
  )) {
    const forms = recipientForms(sender);
    for (let at = 0; at < forms.length; at += FORMS_A_SESSION) {
      const talk = await door.open(ground, sender);
      for (const form of forms.slice(at, at + FORMS_A_SESSION))
        rows.push(await tried(ground, talk, door, form, next()));
      await talk.close();
    }
  }
  for (const trap of TRAPS) rows.push(await trapped(ground, sender, trap, next()));
  rows.push(await overflowing(ground, sender, next()));
  const all = await ground.swept(rows);
  const sent = await ground.sentSince(begun);
  return [
    ...all,
    {
      ...{ id: next(), group: GROUP, case: 'the log of the whole group', sent: 'all of the above' },
      answer: sent[0] ?? NOTHING,
      left: `${String(sent.length)} deliveries to elsewhere`,
      expected: 'no delivery but to the machine itself',
      pass: sent.length === 0,
    },
  ];
}

function doors(): Door[] {
  const stage = (port: number, name: string) =>
    STRANGERS.find((each) => each.port === port && each.name === name) as Stage;
  const stranger =
    (which: Stage): Door['open'] =>
    ({ world }, sender) =>
      reach(world.client, sender, which);
  const clear = stranger(stage(25, 'after EHLO'));
  return [
    { name: 'port 25, from a forged sender', from: VICTIM, inbound: true, open: clear },
    { name: 'port 25, from nobody', from: '<>', inbound: true, open: clear },
    {
      ...{ name: 'port 25 under TLS, from a name without a domain', from: '<mailer>', inbound: true },
      open: stranger(stage(25, 'after STARTTLS')),
    },
    {
      ...{ name: 'port 465, no login', from: VICTIM, inbound: false },
      open: stranger(stage(465, 'after EHLO')),
    },
    {
      ...{ name: 'port 587, no login', from: '<>', inbound: false },
      open: stranger(stage(587, 'after STARTTLS')),
    },
    {
      ...{ name: 'port 587, after a wrong login', from: VICTIM, inbound: false },
      open: stranger(stage(587, 'after STARTTLS and a wrong login')),
    },
    {
      ...{ name: 'port 465, a login with a forged sender', from: VICTIM, inbound: false },
      open: ({ world }, sender) => loggedIn(world.client, sender, 465),
    },
  ];
}

async function tried(ground: Ground, talk: Talk, door: Door, form: RecipientForm, id: string): Promise<Row> {
  const mark = ground.mark(id);
  const answer = await bring(talk, door.from, form.to, mark, door.inbound ? 'DATA' : 'BDAT');
  const taken = answer.startsWith('2');
  if (taken) await ground.drained();
  const left = await ground.left(mark);
  const stayed = taken && (await ground.keptHere(mark));
  const wanted = door.inbound ? form.inbound : 'refused';
  return {
    ...{
      id,
      group: GROUP,
      case: `${form.case}, ${door.name}`,
      sent: `MAIL FROM:${door.from} RCPT TO:${form.to}`,
    },
    ...{ answer, left, expected: WORDS[wanted] },
    pass:
      left === NOTHING && (taken ? wanted !== 'refused' && stayed : wanted !== 'kept' && isRefusal(answer)),
  };
}

const WORDS = {
  kept: 'taken, kept in a mailbox here, nothing sent',
  refused: '5xx, nothing queued, nothing sent',
  either: '5xx or kept here, nothing sent',
} as const;

/** The envelope and, where it is taken, a message by DATA or in one chunk; afterwards the session is as before. */
async function bring(
  talk: Talk,
  from: string,
  to: string,
  mark: string,
  way: 'DATA' | 'BDAT',
  more: readonly string[] = [],
) {
  const mail = await talk.say(`MAIL FROM:${from}`);
  let answer = mail.startsWith('2') ? await talk.say(`RCPT TO:${to}`) : mail;
  if (answer.startsWith('2')) {
    const fields = { from: 'stranger@laptop.example.net', to: `reader@${receiverDomain}`, subject: mark };
    const head = more.map((line) => `${line}\r\n`).join('');
    const message = head + letter({ ...fields, id: `<${mark}@laptop.example.net>` });
    if (way === 'BDAT')
      answer = (await talk.send(`BDAT ${String(message.length)} LAST\r\n${message}`, 1))[0] ?? '';
    else {
      answer = await talk.say('DATA');
      if (answer.startsWith('3')) answer = (await talk.send(`${message}\r\n.\r\n`, 1))[0] ?? '';
    }
  }
  await talk.say('RSET');
  return answer;
}

async function trapped(
  ground: Ground,
  sender: Sender,
  trap: (typeof TRAPS)[number],
  id: string,
): Promise<Row> {
  const since = await ground.moment();
  const [first] = doors();
  const talk = await (first as Door).open(ground, sender);
  const to = `<postmaster@${sender.environment.envelopeDomain}>${trap.parameters}`;
  const answer = await bring(talk, VICTIM, to, ground.mark(id), 'DATA', trap.header);
  await talk.close();
  return quiet(ground, since, {
    ...{ id, case: `${trap.case}, port 25` },
    ...{ sent: `RCPT TO:${to} ${trap.header[0] ?? ''}`.trim(), answer },
  });
}

/** A mailbox that is full turns mail away behind the door: even then nobody outside hears of it. */
async function overflowing(ground: Ground, sender: Sender, id: string): Promise<Row> {
  const limit = (await ground.exec('postconf', '-h', 'mailbox_size_limit')).trim();
  const size = (await ground.exec('sh', '-c', `stat -c %s ${MAILBOX} 2>/dev/null || echo 0`)).trim();
  const since = await ground.moment();
  const [first] = doors();
  const talk = await (first as Door).open(ground, sender);
  await ground.exec('truncate', '-s', limit, MAILBOX);
  try {
    const answer = await bring(talk, VICTIM, '<postmaster>', ground.mark(id), 'DATA');
    await ground.drained();
    return await quiet(ground, since, {
      ...{ id, case: 'the mailbox is full, port 25' },
      ...{ sent: 'RCPT TO:<postmaster>', answer },
    });
  } finally {
    await talk.close();
    await ground.exec('truncate', '-s', size, MAILBOX);
  }
}

/** Taken or refused, whatever was said about it stayed here. */
async function quiet(
  ground: Ground,
  since: string,
  { id, ...tried }: Pick<Row, 'id' | 'case' | 'sent' | 'answer'>,
): Promise<Row> {
  await ground.drained();
  const [left, sent] = [await ground.left(ground.mark(id)), await ground.sentSince(since)];
  return {
    ...{ id, group: GROUP, ...tried },
    left: sent[0] ?? left,
    expected: '5xx or kept here, nothing sent',
    pass: /^[25]/.test(tried.answer) && left === NOTHING && sent.length === 0,
  };
}
