import { spawn } from 'node:child_process';

export interface Checked {
  readonly passed: number;
  readonly failed: number;
}

const LINE_EVERY_MS = 60_000;

/** `npm run check` with its words as they come, and the count of its tests. It fails with one failure at least. */
export function check(root: string, say: (line: string) => void): Promise<Checked> {
  const started = Date.now();
  const line = setInterval(() => {
    const minutes = Math.round((Date.now() - started) / 60_000);
    say(`${String(minutes)} min: types, lint and unit tests, about 4 min together; then the suites`);
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
