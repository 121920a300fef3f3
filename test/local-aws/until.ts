import { setTimeout as pause } from 'node:timers/promises';

/** Polls until the probe gives a value, or names what was waited for. */
export async function until<T>(
  what: string,
  deadlineMs: number,
  probe: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  for (const end = Date.now() + deadlineMs; ; await pause(50)) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`Waited ${String(deadlineMs / 1000)} s in vain for ${what}.`);
  }
}
