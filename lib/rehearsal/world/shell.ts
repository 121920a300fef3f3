import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';

import { Commands } from './commands/commands';

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of the host that failed: what was run, how it ended and its last words. */
export class CommandError extends Error {
  constructor(
    readonly argv: readonly string[],
    readonly code: unknown,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`\`${argv.join(' ')}\` ended with ${String(code)}: ${(stderr || stdout).trim().slice(-2000)}`);
    this.name = 'CommandError';
  }
}

/** What a command within a machine or a host of the world sees: nothing of the caller's, whose folders are not there. */
export const OWN_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
};

const commands = new Commands();

/** Runs a command to its end; no shell between. */
export async function run(
  argv: readonly string[],
  input = '',
  env: Record<string, string | undefined> = process.env,
): Promise<Outcome> {
  if (argv[0] === undefined) throw new Error('A command to run is empty; give at least its name.');
  const { code, stdout, stderr } = await commands.run({ argv, input, env, cwd: process.cwd() });
  if (code !== undefined) throw new CommandError(argv, code, stdout, stderr);
  return { stdout, stderr };
}

/** Starts a command that stays, its words going to a log file. */
export function start(
  argv: readonly string[],
  logFile: string,
  env: Record<string, string | undefined> = process.env,
): ChildProcess {
  const [command, ...args] = argv;
  if (command === undefined) throw new Error('A command to start is empty; give at least its name.');
  const log = openSync(logFile, 'a');
  return spawn(command, args, { stdio: ['ignore', log, log], env, detached: true });
}

const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 250;

/**
 * Polls until the probe gives a value, or names what was waited for. What takes long is asked for less often: most probes
 * start a process or two, and others work beside them.
 */
export async function until<T>(
  what: string,
  deadlineMs: number,
  probe: () => Promise<T | undefined> | T | undefined,
  longestPauseMs = LONGEST_PAUSE_MS,
): Promise<T> {
  const begun = Date.now();
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    const waited = Date.now() - begun;
    if (waited > deadlineMs) {
      const why = last instanceof Error ? ` Last failure: ${last.message}` : '';
      throw new Error(`Waited ${String(deadlineMs / 1000)} s in vain for ${what}.${why}`);
    }
    const pause = Math.min(Math.max(SHORTEST_PAUSE_MS, waited / 20), longestPauseMs);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
