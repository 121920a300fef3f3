import { setTimeout as pause } from 'node:timers/promises';

/** Again and again until Ctrl-C, which lets the look in hand come to its end: the exit code is that of the last one. */
export async function watching(look: () => Promise<void>, pauseMs: number): Promise<void> {
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    while (!stop.signal.aborted) {
      await look();
      await pause(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}
