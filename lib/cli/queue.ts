import { Command, InvalidArgumentError } from 'commander';

import { act, type QueueAction, readQueue } from '../operate/queue/act';
import type { QueueEntry } from '../operate/queue/entry';
import { isEmpty, matching, type QueuePattern } from '../operate/queue/pattern';
import { confirmed } from './confirmed';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { queueTable } from './queue-table';
import { inWords, type Place } from './place';
import { reach } from './reach';
import { printJson, progress, say } from './say';

interface LookOptions extends EnvironmentOptions, PatternOptions {
  readonly json?: true;
}

interface ActOptions extends LookOptions {
  readonly all?: true;
  readonly yes?: true;
  readonly dryRun?: true;
}

interface PatternOptions {
  readonly id: readonly string[];
  readonly sender: readonly string[];
  readonly recipient: readonly string[];
  readonly domain: readonly string[];
}

const GONE = 'Gone from the queue meanwhile, or already so.';
const DOING: Readonly<Record<QueueAction, { what: string; done: string; missed: string }>> = {
  flush: {
    what: 'Try to deliver now',
    done: 'handed over for another try',
    missed: 'On hold (release it first), being delivered just now, or gone.',
  },
  hold: { what: 'Keep it in the queue until it is released', done: 'on hold', missed: GONE },
  release: { what: 'Release from hold', done: 'released', missed: GONE },
  delete: { what: 'Delete for ever, without a notice to the sender', done: 'deleted', missed: GONE },
};

/** `kitte queue`: what waits on the server, and what to do with it. */
export function queueCommand(command: Command): Command {
  return command
    .addCommand(look(), { isDefault: true })
    .addCommand(acting('flush'))
    .addCommand(acting('hold'))
    .addCommand(acting('release'))
    .addCommand(acting('delete'))
    .addHelpText(
      'after',
      `
Examples:
  kitte queue
  kitte queue --domain elsewhere.example --json
  kitte queue hold --sender app@example.com --dry-run
  kitte queue delete --id 4F1A220038 --yes`,
    );
}

function patterned(command: Command): Command {
  return aboutOne(command)
    .option('--id <queue-id>', 'this message; may be given again', ids, [])
    .option('--sender <address>', 'envelope sender, <> for notices; may be given again', addresses, [])
    .option('--recipient <address>', 'a recipient; may be given again', addresses, [])
    .option('--domain <name>', "a recipient's domain; may be given again", more, [])
    .option('--json', 'print the messages as JSON');
}

function look(): Command {
  return patterned(new Command('look'))
    .description('What waits, and why.')
    .addHelpText('after', '\nExample:\n  kitte queue look --recipient customer@elsewhere.example')
    .action(
      telling(async (options: LookOptions) => {
        const { machine, place } = await reach(await theEnvironment(options));
        show(place, matching(await readQueue(machine), patternOf(options)), options);
      }),
    );
}

function acting(action: QueueAction): Command {
  return patterned(new Command(action))
    .description(`${DOING[action].what}.`)
    .option('--all', 'everything that waits')
    .option('--dry-run', 'only show what would be hit')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `\nWithin one option any value counts; of different options all must fit.\n\nExample:\n  kitte queue ${action} --domain elsewhere.example --dry-run`,
    )
    .action(telling((options: ActOptions) => run(action, options)));
}

async function run(action: QueueAction, options: ActOptions): Promise<void> {
  const pattern = patternOf(options);
  if (isEmpty(pattern) !== (options.all === true))
    throw new UsageError(
      isEmpty(pattern)
        ? 'Say which mail: --id, --sender, --recipient, --domain, or --all for everything.'
        : '--all means everything: leave it out, or leave --id, --sender, --recipient and --domain out.',
    );
  const { machine, place } = await reach(await theEnvironment(options));
  const messages = matching(await readQueue(machine), pattern);
  if (options.json !== true) show(place, messages, options);
  const isOnlyLooked = options.dryRun === true || messages.length === 0;
  if (!isOnlyLooked)
    await confirmed(
      `${DOING[action].what}: ${counted(messages.length)} of ${inWords(place)}.`,
      options.yes === true,
      '--dry-run',
    );
  const hit = new Set(isOnlyLooked ? [] : await act(machine, action, messages));
  const missed = isOnlyLooked ? [] : messages.filter(({ queueId }) => !hit.has(queueId));
  if (options.json === true)
    printJson({
      ...{ ...place, action, dryRun: options.dryRun === true, messages },
      ...{ hit: [...hit], missed: missed.map(({ queueId }) => queueId) },
    });
  else if (!isOnlyLooked) say(`${counted(hit.size)} ${DOING[action].done}, of ${inWords(place)}.`);
  if (missed.length > 0)
    progress(`Left alone: ${missed.map(({ queueId }) => queueId).join(', ')}. ${DOING[action].missed}`);
}

function show(place: Place, messages: readonly QueueEntry[], { json }: LookOptions): void {
  if (json === true) printJson({ ...place, messages });
  else {
    say(`Queue of ${inWords(place)}\n`);
    process.stdout.write(queueTable(messages, process.stdout));
  }
}

const counted = (count: number) => `${String(count)} message${count === 1 ? '' : 's'}`;

function patternOf({ id, sender, recipient, domain }: PatternOptions): QueuePattern {
  return { ids: id, senders: sender, recipients: recipient, domains: domain };
}

function more(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function ids(value: string, before: readonly string[]): readonly string[] {
  if (/^[0-9A-Za-z]{5,20}$/.test(value)) return [...before, value];
  throw new InvalidArgumentError('It must be a queue id such as 4F1A220038.');
}

function addresses(value: string, before: readonly string[]): readonly string[] {
  if (value === '<>') return [...before, ''];
  if (/^[^\s<>]+@[^\s<>]+$/.test(value)) return [...before, value];
  throw new InvalidArgumentError(
    'It must be an address such as a@b.example; for a whole domain use --domain.',
  );
}
