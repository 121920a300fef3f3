import { Command, InvalidArgumentError } from 'commander';

import {
  deleteLetters,
  type Letter,
  LETTER_ID,
  readLetter,
  readMailbox,
  readRaw,
} from '../operate/mailbox/ask';
import { visible } from '../rehearsal/report/visible';
import { confirmed } from './confirmed';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { letterText, mailboxTable } from './mailbox-table';
import { inWords } from './place';
import { reach } from './reach';
import { printJson, progress, say } from './say';
import { wholeNumber } from './whole-number';

interface ListOptions extends EnvironmentOptions {
  readonly last: number;
  readonly json?: true;
}

interface ShowOptions extends EnvironmentOptions {
  readonly raw?: true;
  readonly json?: true;
}

interface DeleteOptions extends EnvironmentOptions {
  readonly all?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** More than these a person cannot read, nor one answer carry. */
const MOST = 1000;

/** `kitte mailbox`: what lies in the mailbox on the server: returned mail, and that to roles without a reader elsewhere. */
export function mailboxCommand(command: Command): Command {
  return command
    .addCommand(list(), { isDefault: true })
    .addCommand(show())
    .addCommand(remove())
    .addHelpText(
      'after',
      `
What comes back, and mail to a role that roleAddresses sends nowhere, lies there. An id is of the letter's content: it stays what it is, whatever comes or goes beside it.

Examples:
  kitte mailbox
  kitte mailbox show 5d41402abc4b
  kitte mailbox delete 5d41402abc4b 7d793037a076 --yes`,
    );
}

function list(): Command {
  return aboutOne(new Command('list'))
    .description('What lies there: who wrote, and of returned mail whom it did not reach and why.')
    .option('--last <count>', 'the newest of them', wholeNumber('letters', MOST), 50)
    .option('--json', 'print the letters as JSON')
    .addHelpText('after', '\nExample:\n  kitte mailbox list --last 200 --json')
    .action(
      telling(async (options: ListOptions) => {
        const { machine, place } = await reach(await theEnvironment(options));
        const mailbox = await readMailbox(machine, options.last);
        if (options.json === true) return printJson({ ...place, ...mailbox });
        say(`Mailbox of ${inWords(place)}\n`);
        process.stdout.write(mailboxTable(mailbox, process.stdout));
      }),
    );
}

function show(): Command {
  return aboutOne(new Command('show'))
    .description('One letter: its fields, its text, and the names of what is attached.')
    .argument('<id>', 'as `kitte mailbox list` shows it', one)
    .option('--raw', 'as it lies there, up to 512 KiB; in a terminal made visible')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  kitte mailbox show 5d41402abc4b --raw >letter.eml')
    .action(
      telling(async (id: string, options: ShowOptions) => {
        const { machine, place } = await reach(await theEnvironment(options));
        if (options.raw === true) {
          const letter = await readRaw(machine, id);
          if (options.json === true) return printJson({ ...place, ...letter });
          const octets = Buffer.from(letter.raw, 'base64');
          process.stdout.write(process.stdout.isTTY ? visible(octets.toString('utf8')) : octets);
          if (letter.left > 0)
            progress(
              `${String(letter.left)} bytes more are not carried by Run Command. The whole letter is in /var/mail/kitte on ${machine.instanceId}: docs/runbook.md#where-to-look-first says how to get there.`,
            );
          return;
        }
        const letter = await readLetter(machine, id);
        if (options.json === true) printJson({ ...place, ...letter });
        else process.stdout.write(letterText(letter, process.stdout));
      }),
    );
}

function remove(): Command {
  return aboutOne(new Command('delete'))
    .description('Delete letters for ever: all that are named or, where one is not there, none.')
    .argument('[ids...]', 'as `kitte mailbox list` shows them', several)
    .option('--all', `everything that lies there now, up to ${String(MOST)} letters at a time`)
    .option('--dry-run', 'only show what would be deleted')
    .option('--yes', 'do not ask')
    .option('--json', 'print the ids as JSON')
    .addHelpText('after', '\nExample:\n  kitte mailbox delete 5d41402abc4b --dry-run')
    .action(telling((ids: readonly string[], options: DeleteOptions) => run(ids, options)));
}

async function run(ids: readonly string[], options: DeleteOptions): Promise<void> {
  if ((ids.length === 0) !== (options.all === true))
    throw new UsageError(
      ids.length === 0
        ? 'Say which letters, by the ids that kitte mailbox list shows, or --all for everything.'
        : '--all means everything: leave it out, or leave the ids out.',
    );
  const { machine, place } = await reach(await theEnvironment(options));
  const mailbox = await readMailbox(machine, MOST);
  const meant = options.all === true ? mailbox.letters : named(ids, mailbox.letters, mailbox.total);
  // An id beyond the newest is the machine's to find.
  const chosen = options.all === true ? meant.map(({ id }) => id) : ids;
  const shown = {
    letters: [...meant],
    total: meant.length,
    bytes: meant.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  if (options.json !== true) process.stdout.write(mailboxTable(shown, process.stdout));
  if (options.dryRun === true || chosen.length === 0) {
    if (options.json === true) printJson({ ...place, deleted: [], meant: chosen });
    return;
  }
  await confirmed(
    `Delete for ever: ${counted(chosen.length)} of ${inWords(place)}.`,
    options.yes === true,
    '--dry-run',
  );
  const deleted = await deleteLetters(machine, chosen);
  if (options.json === true) printJson({ ...place, deleted });
  else say(`${counted(deleted.length)} deleted, of ${inWords(place)}.`);
}

/** Those of the ids; one that is not there is refused before anybody is asked. */
function named(ids: readonly string[], letters: readonly Letter[], total: number): readonly Letter[] {
  const missing = ids.filter((id) => !letters.some((letter) => letter.id === id));
  if (missing.length > 0 && letters.length === total)
    throw new UsageError(
      `No letter ${missing.join(', ')} lies there: kitte mailbox list shows those that do. Nothing was deleted.`,
    );
  return letters.filter(({ id }) => ids.includes(id));
}

const counted = (count: number) => `${String(count)} letter${count === 1 ? '' : 's'}`;

function one(value: string): string {
  if (LETTER_ID.test(value)) return value;
  throw new InvalidArgumentError(
    'It must be the id of a letter such as 5d41402abc4b: kitte mailbox list shows them.',
  );
}

function several(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...new Set([...(before ?? []), one(value)])];
}
