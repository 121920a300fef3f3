import { internetMessage, valuesOf } from '../../checks/internet-message';
import type { Sender } from '../judge/delivery';
import { receiverDomain } from '../world/layout';
import type { ReceivedMessage } from '../world/receiver/receiver';
import type { Ground } from './ground';
import { EVIL, identities, type Identity, type Who } from './identity-cases';
import { isRefusal, NOTHING, numbered, type Row } from './row';
import { loggedIn } from './stages';

const GROUP = 'identity';
const PATIENCE_MS = 60_000;

/** A login sends as what it owns and as nobody else: in the envelope, in From, and wherever else an author is named. */
export async function identity(
  ground: Ground,
  senders: Readonly<Record<Who, Sender>>,
  ports: readonly (465 | 587)[] = [465, 587],
): Promise<Row[]> {
  const next = numbered(GROUP);
  const { domain, envelopeDomain } = senders.domain.environment;
  const trials = identities({ domain, other: envelopeDomain }).flatMap((one) =>
    ports.map((port) => ({ one, port, id: next() })),
  );
  const answer = ({ one, port, id }: (typeof trials)[number]) =>
    submit(ground, senders[one.who], port, one, ground.mark(id));
  const rows: Row[] = [];
  for (const trial of trials.filter(({ one }) => one.expect === 'refused'))
    rows.push(await refused(ground, trial.one, trial.port, trial.id, await answer(trial)));
  // Afterwards, as these do pass through the queue.
  const awaited: Promise<Row>[] = [];
  for (const trial of trials.filter(({ one }) => one.expect !== 'refused'))
    awaited.push(sent(ground, trial.one, trial.port, trial.id, await answer(trial)));
  return [...(await ground.swept(rows)), ...(await Promise.all(awaited))];
}

async function submit(
  ground: Ground,
  sender: Sender,
  port: 465 | 587,
  { envelope, header }: Identity,
  mark: string,
): Promise<string> {
  const talk = await loggedIn(ground.world.client, sender, port);
  try {
    const mail = (await talk.send(`MAIL FROM:${envelope}\r\n`, 1))[0] ?? '';
    if (!mail.startsWith('2')) return mail;
    const recipient = await talk.say(`RCPT TO:<reader@${receiverDomain}>`);
    if (!recipient.startsWith('2')) return recipient;
    await talk.say('DATA');
    const message = [
      ...header,
      `To: reader@${receiverDomain}`,
      `Subject: ${mark}`,
      `Message-ID: <${mark}@${sender.environment.domain}>`,
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      '',
      mark,
      '.',
      '',
    ];
    return (await talk.send(message.join('\r\n'), 1))[0] ?? '';
  } finally {
    await talk.close();
  }
}

async function refused(
  ground: Ground,
  one: Identity,
  port: number,
  id: string,
  answer: string,
): Promise<Row> {
  const left = await ground.left(ground.mark(id));
  return {
    ...describe(one, port, id),
    ...{ answer, left, expected: '5xx, nothing left', pass: isRefusal(answer) && left === NOTHING },
  };
}

async function sent(ground: Ground, one: Identity, port: number, id: string, answer: string): Promise<Row> {
  const mark = ground.mark(id);
  const found = answer.startsWith('2')
    ? await ground.world.receiver
        .waitFor(({ source }) => source.includes(mark), PATIENCE_MS)
        .catch(() => undefined)
    : undefined;
  const verdict = found === undefined ? 'nothing arrived' : verdictOf(found);
  const cut = one.expect === 'cut';
  return {
    ...describe(one, port, id),
    ...{ answer: `${answer}; ${verdict}`, left: NOTHING },
    expected: cut ? '250, and no other author arrives' : '250, and it arrives with dmarc=pass',
    pass: found !== undefined && oneAuthor(found) && (cut || verdict === GOOD),
  };
}

const GOOD = 'dkim=pass dmarc=pass';

const verdictOf = ({ verdicts: { dkim, dmarc } }: ReceivedMessage) => `dkim=${dkim} dmarc=${dmarc}`;

function oneAuthor({ source }: ReceivedMessage): boolean {
  const froms = valuesOf(internetMessage(Buffer.from(source, 'latin1')), 'from');
  return froms.length === 1 && !froms[0]?.includes(EVIL);
}

function describe({ case: name, who, envelope, header }: Identity, port: number, id: string) {
  const [first = '', ...more] = header;
  const rest = more.length > 2 ? [`… ${String(more.length)} lines more`] : more;
  return {
    ...{ id, group: GROUP, case: `${name}, login of ${OWNS[who]}, port ${String(port)}` },
    sent: `MAIL FROM:${envelope} ${[first.slice(0, 120), ...rest].join(' / ')}`,
  };
}

const OWNS: Readonly<Record<Who, string>> = {
  domain: 'the domain',
  address: 'one address',
  'other domain': 'the envelope domain',
};
