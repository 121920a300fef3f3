import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Does the work while nobody else who names this file does theirs; `waits` is told when somebody does. */
export async function alone<T>(file: string, waits: () => void, work: () => Promise<T>): Promise<T> {
  // flock(1) lets go when its command ends, and that ends with us, however we end.
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const patience = setTimeout(waits, 500);
  try {
    await new Promise<void>((resolve, reject) => {
      holder.once('error', reject);
      holder.once('exit', (code) => reject(new Error(`flock ${file} ended with ${String(code)}`)));
      holder.stdout.once('data', () => resolve());
    });
  } finally {
    clearTimeout(patience);
  }
  try {
    return await work();
  } finally {
    const ended = once(holder, 'exit');
    holder.stdin.end();
    await ended;
  }
}
