import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { createInterface } from 'node:readline';

import { transformSync } from 'esbuild';

import type { Command, Ended } from './command';

interface Waiting {
  readonly resolve: (ended: Ended) => void;
  readonly reject: (error: Error) => void;
}

interface Process {
  readonly child: ChildProcess;
  readonly stdin: Writable;
}

/**
 * Commands by way of one small process. fork(2) copies the page tables of who calls it: from a test run of some hundred MiB
 * a command costs 5 to 8 ms before it begins, from here one.
 */
export class Commands {
  private process: Process | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  run(command: Omit<Command, 'id'>): Promise<Ended> {
    const { child, stdin } = (this.process ??= this.start());
    const id = (this.count += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      // Only what is under way keeps us alive.
      holding(child, true);
      stdin.write(`${JSON.stringify({ id, ...command } satisfies Command)}\n`);
    });
  }

  private start(): Process {
    const { code } = transformSync(readFileSync(join(__dirname, 'program.ts'), 'utf8'), {
      ...({ loader: 'ts', format: 'cjs', platform: 'node', target: 'node22' } as const),
    });
    const child = spawn(process.execPath, ['--eval', code], { stdio: ['pipe', 'pipe', 'inherit'] });
    const gone = (why: string) => {
      if (this.process?.child === child) this.process = undefined;
      for (const { reject } of this.waiting.values())
        reject(new Error(`The process that runs commands ${why}; what was under way is unknown.`));
      this.waiting.clear();
    };
    child.once('error', (error) => gone(`cannot start: ${error.message}`));
    child.once('exit', (status, signal) => gone(`ended with ${String(signal ?? status)}`));
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ended = JSON.parse(line) as Ended;
      this.waiting.get(ended.id)?.resolve(ended);
      this.waiting.delete(ended.id);
      if (this.waiting.size === 0) holding(child, false);
    });
    return { child, stdin: child.stdin };
  }
}

/** Whether Node waits for this child and its pipes before it ends; its types do not know that pipes are sockets. */
function holding(child: ChildProcess, holds: boolean): void {
  for (const part of [child, child.stdin, child.stdout] as unknown as readonly NodeJS.Timeout[])
    if (holds) part.ref();
    else part.unref();
}
