import { Command, InvalidArgumentError } from 'commander';

import { KEYS, type LogKey, logKey } from '../operate/log/key';
import type { Life } from '../operate/log/life';
import { findLives, linesSince } from '../operate/log/search';
import { inWords as inEventWords } from '../operate/log/words';
import { lookOf } from '../rehearsal/report/terminal';
import { columns } from '../rehearsal/report/terminal-columns';
import { visible } from '../rehearsal/report/visible';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { inWords } from './place';
import { reach } from './reach';
import { moment, printJson, progress, say } from './say';
import { wholeNumber } from './whole-number';

interface LogsOptions extends EnvironmentOptions {
  readonly since: string;
  readonly last: number;
  readonly json?: true;
}

/** `kitte logs`: a message's life on the server. */
export function logsCommand(command: Command): Command {
  return aboutOne(command)
    .argument('<key>', KEYS, key)
    .option('--since <span>', 'how far to look back: 30min, 12h or 7d', since, '7d')
    .option('--last <count>', 'how many messages at most, the newest', wholeNumber('messages', 100), 10)
    .option('--json', 'print the events as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 something was found, 1 nothing was, or it could not run. Times are UTC.

Examples:
  kitte logs 4F1A220038
  kitte logs customer@elsewhere.example --since 12h
  kitte logs '<20261125124759.64EF820040@mail.example.com>' --json`,
    )
    .action(telling(logs));
}

function key(written: string): LogKey {
  const found = logKey(written);
  if (found === undefined) throw new InvalidArgumentError(`It must be ${KEYS}.`);
  return found;
}

function since(written: string): string {
  if (/^[1-9][0-9]{0,4}(min|h|d)$/.test(written)) return written;
  throw new InvalidArgumentError('It must be a span such as 30min, 12h or 7d.');
}

async function logs(found: LogKey, options: LogsOptions): Promise<void> {
  const { machine, place } = await reach(await theEnvironment(options));
  const [lives, since] = await Promise.all([
    findLives(machine, found, `-${options.since}`, options.last),
    linesSince(machine),
  ]);
  const sentence = reaching(since);
  if (options.json === true) printJson({ ...place, since: since ?? null, lives });
  if (lives.length === 0)
    throw new UsageError(
      `The log of ${machine.instanceId}, ${inWords(place)}, tells of no message ${found.kind === 'queue-id' ? found.queueId : found.address} in the last ${options.since}. Look further back with --since; what was refused before RCPT names no recipient. ${sentence}`,
    );
  progress(sentence);
  if (options.json === true) return;
  say(`Log of ${inWords(place)}\n`);
  const { width } = lookOf(process.stdout, process.env);
  process.stdout.write(`${lives.map((life) => told(life, width)).join('\n\n')}\n`);
}

/** How far back the log can be looked into at all. */
export function reaching(since: Date | undefined): string {
  return since === undefined
    ? 'The log has no line of mail at all.'
    : `The log has lines of mail since ${moment(since)}.`;
}

export function told({ queueId, events }: Life, width: number): string {
  const rows = events.map((event) => [moment(event.at), visible(inEventWords(event))]);
  return `${queueId === 'NOQUEUE' ? 'Refused before it had a queue id' : queueId}\n${columns(rows, width)}`;
}
