import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { Command } from 'commander';

import { CONFIG_FILE } from '../config/load';
import { demandPrerequisites, PrerequisiteError, thisHost } from '../rehearsal/prerequisites';
import { DeployError, Rehearsal } from '../rehearsal/rehearse';
import { renderHtml } from '../rehearsal/report/html';
import { kitteIn } from '../rehearsal/kept';
import { lookOf, renderShort, renderTerminal } from '../rehearsal/report/terminal';
import { cacheDirectory } from './cache-directory';
import { aboutOne, type EnvironmentOptions, theEnvironment } from './environment';
import { telling, UsageError } from './failure';
import { progress } from './say';

interface RehearseOptions extends EnvironmentOptions {
  readonly keep?: true;
  readonly json?: string;
  readonly html?: string;
  readonly full?: true;
}

/** `kitte rehearse`: deploys the template on this machine and sends mail through it. */
export function rehearseCommand(command: Command): Command {
  return aboutOne(command)
    .option('--keep', 'leave everything running and say how to enter it')
    .option('--json <file>', 'write the result as JSON')
    .option('--html <file>', 'write the report as one self-contained page')
    .option('--full', 'print the whole report, also where standard output is no terminal')
    .addHelpText(
      'after',
      `
In a terminal the whole report is printed: each message as it arrived, each verdict, each record. Elsewhere it is a line a part and what is not as expected; how far it is goes to standard error.

Exit code: 0 the mail is accepted and every verdict is as expected; 1 it is not, or it could not run.

Examples:
  kitte rehearse
  kitte rehearse --json rehearsal.json --html rehearsal.html
  kitte rehearse --environment prod --keep`,
    )
    .action(telling(rehearse));
}

async function rehearse(options: RehearseOptions): Promise<void> {
  try {
    demandPrerequisites(thisHost(process.env));
  } catch (error) {
    throw error instanceof PrerequisiteError ? new UsageError(error.message) : error;
  }
  const environment = await theEnvironment(options);

  const stopped = new AbortController();
  const rehearsal = new Rehearsal({
    projectDirectory: resolve(__dirname, '../..'),
    cacheDirectory: cacheDirectory(process.env),
    environment,
    signal: stopped.signal,
    ...(options.config === undefined ? {} : { context: [`config=${resolve(options.config)}`] }),
  });
  const stop = () => stopped.abort();
  // In a terminal several may come for one Ctrl-C, by way of npm: they must not cut the clearing up short.
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await watched(rehearsal, stopped.signal);
    const result = await rehearsal.result();
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
    if (options.html !== undefined) await writeFile(options.html, renderHtml(result));
    const render = options.full === true || isWatched() ? renderTerminal : renderShort;
    process.stdout.write(`${isWatched() ? '\n' : ''}${render(result, lookOf(process.stdout, process.env))}`);
    if (!result.ok) process.exitCode = 1;
    if (options.keep) await keep(rehearsal, options, stopped.signal);
  } catch (error) {
    if (stopped.signal.aborted) throw new UsageError('Stopped. Everything is torn down.');
    if (!(error instanceof DeployError)) throw error;
    if (!options.keep) throw new UsageError(error.message);
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    await keep(rehearsal, options, stopped.signal);
  } finally {
    if (rehearsal.begun) await rehearsal.stand.tearDown();
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
  }
}

function isWatched(): boolean {
  return process.stdout.isTTY === true;
}

async function watched(rehearsal: Rehearsal, signal: AbortSignal): Promise<void> {
  if (!isWatched()) return told(rehearsal, signal);
  // listr2 is an ES module: loaded when a person is about to watch.
  const { Listr, PRESET_TIMER } = await import('listr2');
  const tasks = rehearsal.tasks().map((step) => ({
    title: step.title,
    task: (_: unknown, task: { output: string }) => {
      signal.throwIfAborted();
      return step.run((text) => (task.output = text));
    },
  }));
  await new Listr(tasks, {
    exitOnError: true,
    registerSignalListeners: false,
    rendererOptions: { timer: PRESET_TIMER },
  }).run();
}

/** A line a step, beside the result. */
async function told(rehearsal: Rehearsal, signal: AbortSignal): Promise<void> {
  for (const step of rehearsal.tasks()) {
    signal.throwIfAborted();
    const started = Date.now();
    let last = '';
    try {
      await step.run((text) => {
        if (text !== last) progress(`  ${text}`);
        last = text;
      });
    } catch (error) {
      progress(
        `${step.title}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
      );
      throw error;
    }
    progress(`${step.title}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
}

async function keep(rehearsal: Rehearsal, { config }: RehearseOptions, signal: AbortSignal): Promise<void> {
  const { stand } = rehearsal;
  const { login, password, environment } = rehearsal.sender();
  const command = await kitteIn(stand, resolve(__dirname, '../../bin/kitte.mjs'), [
    ...['--config', resolve(config ?? CONFIG_FILE)],
    ...['--environment', environment.name],
  ]);
  const lines = [
    'Everything is left running. Ctrl-C ends it and removes all of it.',
    `kitte, with any command: ${command} doctor`,
    ...stand.world.describe(),
    `submission: ${environment.hostName}, ports 465 and 587, login ${login}, password ${password}`,
    `AWS endpoint: ${Object.entries(stand.account.env)
      .filter(([name]) => name.startsWith('AWS_'))
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
