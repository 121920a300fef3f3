import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

/** One command of the check. */
export interface Part {
  readonly name: string;
  /** Of Node: a program's file and its arguments. */
  readonly argv: readonly string[];
  /** The commands that repeat a failure alone, from what was said. */
  again(output: string): string[];
}

/**
 * Runs each lane's parts one after the other and the lanes beside each other. What a part says comes in one piece when it
 * ends; what failed comes once more at the end, with the commands that repeat it. Resolves to the exit code.
 */
export async function sideBySide(
  lanes: readonly (readonly Part[])[],
  say: (text: string) => void,
): Promise<number> {
  const running = new Set<ChildProcess>();
  const failures: string[] = [];
  let stopped: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    stopped = signal;
    for (const child of running) child.kill(signal);
  };
  const lane = async (parts: readonly Part[]) => {
    for (const part of parts) {
      if (stopped) return;
      const begun = Date.now();
      const child = spawn(process.execPath, part.argv, { stdio: ['ignore', 'pipe', 'pipe'] });
      running.add(child);
      const { code, output } = await ended(child);
      running.delete(child);
      if (stopped) return;
      const seconds = String(Math.round((Date.now() - begun) / 1000));
      say(`${output}${part.name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n\n`);
      if (code !== 0)
        failures.push(`${part.name} failed. To repeat it alone:\n  ${part.again(output).join('\n  ')}\n`);
    }
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await Promise.all(lanes.map(lane));
  } finally {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
  }
  // As a shell would say it.
  if (stopped) return 128 + constants.signals[stopped];
  say(failures.length === 0 ? 'All of the check passed.\n' : failures.join(''));
  return failures.length === 0 ? 0 : 1;
}

function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ code, output }));
  });
}
