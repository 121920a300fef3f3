import * as z from 'zod/mini';

import { type InBoth, objectIn } from './reading';
import { OUTBOUND } from './report';

/** Raised when a command goes, or takes or answers something else; one that is new raises nothing. */
export const COMMANDS_VERSION = 1;

/** What runs on the machine, as root. */
export const CONTROL = '/usr/local/sbin/kitte-control';

const text = z.catch(z.string(), '');
const whole = z.int();

/** What waits to come into force of the upgrades. */
const waiting = z.object({
  units: z.record(z.string(), z.string()),
  reboot: z.string(),
  window: z.string(),
  mayReboot: z.boolean(),
});

const status = z.object({
  told: z.record(z.string(), z.unknown()),
  state: text,
  settings: text,
  warning: text,
  retrying: text,
});

/** A letter in the machine's own mailbox. What strangers wrote is as they wrote it. */
const letter = z.object({
  id: z.string(),
  bytes: whole,
  arrived: z.string(),
  sender: z.string(),
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  kind: z.enum(['returned', 'letter']),
  failed: z.array(z.object({ recipient: z.string(), status: z.string(), words: z.string() })),
});

interface Command {
  /** The words behind its name, in their order. */
  readonly takes: readonly string[];
  readonly answer: z.ZodMiniType;
  readonly says: string;
}

/** What may be asked of the machine. */
export const COMMANDS = {
  version: {
    takes: [],
    answer: z.object({ version: whole, commands: z.array(z.string()) }),
    says: 'Which version of the commands it answers, and which there are.',
  },
  status: {
    takes: [],
    answer: status,
    says: 'The report as it was `told` last; what the last look of this boot came to: `state` (`standby` and `retrying` are not reported), `settings`, `warning`; and why it is `retrying`.',
  },
  refresh: {
    takes: [],
    answer: status,
    says: 'Fetches settings, keys and passwords anew and puts them in force. Answers as `status`.',
  },
  forget: {
    takes: ['LOGIN'],
    answer: z.object({ login: z.string(), messages: whole }),
    says: 'What the login has sent in the last 24 hours no longer counts. Answers how many messages that were.',
  },
  port25: {
    takes: ['HOST'],
    answer: z.object({ state: z.enum(OUTBOUND) }),
    says: 'Tries port 25 of a mail server, over IPv4.',
  },
  updates: {
    takes: [],
    answer: waiting,
    says: 'What of the upgrades is not in force: by unit a file that it uses and that is another one now, and why a reboot is asked for.',
  },
  sample: {
    takes: ['DOMAIN'],
    answer: z.object({ message: z.string() }),
    says: 'A message that this machine signed like any other; it goes to a file there and nowhere else.',
  },
  'mailbox-list': {
    takes: ['MOST'],
    answer: z.object({ letters: z.array(letter), total: whole, bytes: whole }),
    says: 'The newest letters in the mailbox on the machine, the oldest of them first; `total` and `bytes` are of all.',
  },
  'mailbox-show': {
    takes: ['ID'],
    answer: z.object({
      ...letter.shape,
      fields: z.array(z.tuple([z.string(), z.string()])),
      text: z.string(),
      textLeft: whole,
      attached: z.array(z.object({ type: z.string(), name: z.string(), bytes: whole })),
      left: whole,
    }),
    says: 'One letter. `textLeft`: characters of its text that are not shown; `left`: octets of it that were not read.',
  },
  'mailbox-raw': {
    takes: ['ID'],
    answer: z.object({ id: z.string(), bytes: whole, left: whole, raw: z.string() }),
    says: 'One letter as it lies there, in base64.',
  },
  'mailbox-delete': {
    takes: [],
    answer: z.object({ deleted: z.array(z.string()) }),
    says: 'Deletes the letters whose ids are on standard input: all of them or, where one is not there, none.',
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;
export type Answer<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['answer']>;

/** The shell line that asks; `lines` go in on standard input. */
export function commandLine(
  name: CommandName,
  words: readonly string[] = [],
  lines?: readonly string[],
): string {
  const takes: readonly string[] = COMMANDS[name].takes;
  takes.forEach((what, index) => checked(words[index] ?? '', what));
  lines?.forEach((line) => checked(line, 'line'));
  const line = [CONTROL, '--contract', String(COMMANDS_VERSION), name, ...words].join(' ');
  return lines === undefined ? line : `${line} <<'LINES'\n${lines.join('\n')}\nLINES`;
}

/** They come from people and from the machine, and go into a script. */
function checked(word: string, what: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:+@-]*$/.test(word)) throw new Error(`"${word}" is no ${what}.`);
}

/** What the machine printed. */
export function answerOf<N extends CommandName>(name: N, printed: string): Answer<N> {
  const parsed = COMMANDS[name].answer.safeParse(objectIn(printed));
  if (parsed.success) return parsed.data as Answer<N>;
  throw new Error(
    `The machine's answer to ${name} cannot be read: ${JSON.stringify(printed.slice(0, 200))}. Deploy, so that it has the programs of this kitte, and try again.`,
  );
}

/** Where a machine of another version refused or could not be asked: both versions, and what to do. */
export function otherVersion(
  failure: string,
): { readonly words: InBoth; readonly remedy: InBoth } | undefined {
  const own = String(COMMANDS_VERSION);
  const [, least, most] = /kitte-control answers versions (\d+) to (\d+)/.exec(failure) ?? [];
  // Where a deploy went back to such a version, the program of a later one still lies there.
  const missing = /kitte-control: (not found|No such file)|No module named '?kitte\.control/.test(failure);
  if (least !== undefined && COMMANDS_VERSION < Number(least))
    return {
      words: {
        en: `The machine is newer than this kitte: it answers commands of version ${least} to ${String(most)}, and this kitte asks in version ${own}.`,
        ja: `マシンがこの kitte より新しい版です。応答するコマンドはバージョン ${least} から ${String(most)} で、この kitte はバージョン ${own} で問い合わせます。`,
      },
      remedy: {
        en: 'Use the kitte that deployed it (git pull && npm ci). Nothing is changed.',
        ja: 'デプロイに使った版の kitte を使ってください (git pull && npm ci)。何も変更していません。',
      },
    };
  if (!missing && most === undefined) return undefined;
  return {
    words: {
      en: `The machine is older than this kitte: it answers ${most === undefined ? 'no commands (it is of kitte 0.2 or before)' : `commands up to version ${most}`}, and this kitte asks in version ${own}.`,
      ja: `マシンがこの kitte より古い版です。${most === undefined ? 'コマンドに応答しない版 (kitte 0.2 以前)' : `応答するコマンドはバージョン ${most} まで`}で、この kitte はバージョン ${own} で問い合わせます。`,
    },
    remedy: {
      en: 'Deploy, then try again. Nothing is changed.',
      ja: 'デプロイしてから、もう一度試してください。何も変更していません。',
    },
  };
}
