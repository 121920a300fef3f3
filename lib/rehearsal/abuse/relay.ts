import { letter, type Sender } from '../judge/delivery';
import type { Talk } from '../world/client/talk';
import { receiverDomain } from '../world/layout';
import type { Ground } from './ground';
import { keptForms, relayForms, type Form } from './relay-forms';
import { isRefusal, NOTHING, numbered, type Row } from './row';
import { reach, STRANGERS, type Stage } from './stages';

const GROUP = 'relay';
/** Postfix answers slowly after ten errors in a session (smtpd_soft_error_limit); a form makes two at most. */
const FORMS_A_SESSION = 5;
/** Every fourth form where the session has not begun. */
const SAMPLE = 4;
/** Who may say for whom it speaks is not a stranger (XCLIENT, XFORWARD); who may start deliveries neither (ETRN). */
const COMMANDS = ['XCLIENT ADDR=127.0.0.1 NAME=localhost', 'XFORWARD ADDR=127.0.0.1', 'TURN', 'EXPN root'];

/** Nobody relays without a login, whatever the envelope and however far the session is. */
export async function openRelay(
  ground: Ground,
  sender: Sender,
  stages: readonly Stage[] = STRANGERS,
): Promise<Row[]> {
  const next = numbered(GROUP);
  const trials = stages.map((stage): Trial => {
    const forms = relayForms(sender).filter((_, at) => !stage.early || at % SAMPLE === 0);
    return {
      stage,
      forms: forms.map((form) => ({ form, id: next() })),
      commands: COMMANDS.map((command) => ({ command, id: next() })),
    };
  });
  // All of it is refused, so that no port's cases find another's in the queue.
  const ports = [...new Set(stages.map(({ port }) => port))];
  const tried = new Map<Trial, Row[]>();
  await Promise.all(
    ports.map(async (port) => {
      for (const trial of trials.filter(({ stage }) => stage.port === port))
        tried.set(trial, await atStage(ground, sender, trial));
    }),
  );
  const rows = trials.flatMap((trial) => tried.get(trial) ?? []);
  for (const form of keptForms(sender)) rows.push(await kept(ground, sender, form, next()));
  return ground.swept(rows);
}

/** What is tried at one stage of a session. */
interface Trial {
  readonly stage: Stage;
  readonly forms: readonly { readonly form: Form; readonly id: string }[];
  readonly commands: readonly { readonly command: string; readonly id: string }[];
}

async function atStage(ground: Ground, sender: Sender, { stage, ...trial }: Trial): Promise<Row[]> {
  const parts = chunks(trial.forms, FORMS_A_SESSION);
  const rows: Row[] = [];
  // Opened together: a wrong login is answered after two seconds.
  const talks = await Promise.all(parts.map(() => reach(ground.world.client, sender, stage)));
  for (const [at, talk] of talks.entries()) {
    for (const { form, id } of parts[at] ?? []) rows.push(await refused(ground, talk, stage, form, id));
    await talk.close();
  }
  return [...rows, ...(await commands(ground, sender, stage, trial.commands))];
}

async function refused(ground: Ground, talk: Talk, stage: Stage, form: Form, id: string): Promise<Row> {
  const { answer, taken } = await attempt(talk, form, ground.mark(id));
  const left = await ground.left(ground.mark(id));
  return {
    id,
    group: GROUP,
    case: `${form.case}, port ${String(stage.port)} ${stage.name}`,
    sent: `MAIL FROM:${form.from} RCPT TO:${form.to}`,
    answer,
    left,
    expected: '5xx, nothing left',
    pass: !taken && isRefusal(answer) && left === NOTHING,
  };
}

/** The envelope, and a message where the server lets it come so far; afterwards the session is as before. */
async function attempt(talk: Talk, form: Form, mark: string): Promise<{ answer: string; taken: boolean }> {
  const mail = await talk.say(`MAIL FROM:${form.from}`);
  const recipient = await talk.say(`RCPT TO:${form.to}`);
  let answer = isRefusal(mail) && isRefusal(recipient) ? mail : recipient;
  if (recipient.startsWith('2')) {
    answer = await talk.say('DATA');
    if (answer.startsWith('3')) {
      const text = { from: 'stranger@laptop.example.net', to: `reader@${receiverDomain}`, subject: mark };
      const message = letter({ ...text, id: `<${mark}@laptop.example.net>` });
      answer = (await talk.send(`${message}\r\n.\r\n`, 1))[0] ?? '';
    }
  }
  await talk.say('RSET');
  return { answer, taken: answer.startsWith('2') };
}

async function commands(
  ground: Ground,
  sender: Sender,
  stage: Stage,
  tried: Trial['commands'],
): Promise<Row[]> {
  const talk = await reach(ground.world.client, sender, stage);
  const rows: Row[] = [];
  for (const { command, id } of tried) {
    const answer = await talk.say(command);
    rows.push({
      ...{
        id,
        group: GROUP,
        case: `${command.split(' ')[0] ?? ''}, port ${String(stage.port)} ${stage.name}`,
      },
      ...{ sent: command, answer, left: await ground.left(ground.mark(id)) },
      ...{ expected: '5xx, nothing left', pass: isRefusal(answer) },
    });
  }
  await talk.close();
  return rows;
}

async function kept(ground: Ground, sender: Sender, form: Form, id: string): Promise<Row> {
  const stage = STRANGERS.find(({ name }) => name === 'after STARTTLS') as Stage;
  const talk = await reach(ground.world.client, sender, stage);
  const { answer, taken } = await attempt(talk, form, ground.mark(id));
  await talk.close();
  await ground.drained();
  const left = await ground.left(ground.mark(id));
  const here = await ground.keptHere(ground.mark(id));
  return {
    ...{ id, group: GROUP, case: `${form.case}, port 25` },
    ...{ sent: `MAIL FROM:${form.from} RCPT TO:${form.to}`, answer, left },
    expected: 'taken, kept in a mailbox here, relayed nowhere',
    pass: taken && here && left === NOTHING,
  };
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );
}
