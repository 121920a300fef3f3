import { spawn } from 'node:child_process';

/** Where the durations have the whole of it. */
export const CHECK = 'check';

export interface Checked {
  readonly passed: number;
  readonly failed: number;
}

const LINE_EVERY_MS = 60_000;

/** `npm run check` with its words as they come, and the count of its tests; `toGo` is what is left after so many seconds. */
export function check(
  root: string,
  say: (line: string) => void,
  toGo: (elapsed: number) => number,
): Promise<Checked> {
  const started = Date.now();
  const line = setInterval(() => {
    const seconds = (Date.now() - started) / 1000;
    const left = Math.max(1, Math.round(toGo(seconds) / 60));
    say(
      `${String(Math.round(seconds / 60))} min: npm run check, before the suites; about ${String(left)} min to go`,
    );
  }, LINE_EVERY_MS);
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', 'check'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [stream, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const)
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        to.write(chunk);
      });
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(line);
      const counts = countsIn(output);
      resolve(code === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) });
    });
  });
}

/** As jest sums its tests up, colour or not. */
export function countsIn(output: string): Checked {
  // eslint-disable-next-line no-control-regex -- colours
  const line = /^Tests:.*$/m.exec(output.replaceAll(/\u001b\[[\d;]*m/g, ''))?.[0] ?? '';
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { passed: count('passed'), failed: count('failed') };
}
