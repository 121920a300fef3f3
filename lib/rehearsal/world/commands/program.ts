import { execFile } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { Command, Ended } from './command';

/** Bytes of one stream. */
const MOST = 64 << 20;

/** A process of its own: runs what it reads from stdin, a JSON line each, and says how it ended on stdout. */
function main(): void {
  // A terminal's Ctrl-C reaches the commands, as it would without this process. What is taken down after it needs this one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // Who asks is gone.
  createInterface({ input: process.stdin })
    .on('line', (line) => execute(JSON.parse(line) as Command))
    .on('close', () => process.exit());
}

function execute({ id, argv, input, env, cwd }: Command): void {
  const [command = '', ...args] = argv;
  const child = execFile(command, args, { maxBuffer: MOST, env, cwd }, (error, stdout, stderr) => {
    const code = error === null ? undefined : (error.code ?? error.signal ?? 'an error');
    process.stdout.write(`${JSON.stringify({ id, code, stdout, stderr } satisfies Ended)}\n`);
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
}

main();
