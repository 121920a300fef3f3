import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { until } from '../../lib/rehearsal/world/shell';

const NAME = 'KITTE_QUIET';
const LONGEST_MS = 3_600_000;

/**
 * How a lane that measures time, and the scheduler, wait for each other: jest hides messages between processes from the tests,
 * so that each word is a folder.
 */
export class Quiet {
  constructor(private readonly folder: string) {}

  /** By which the lane knows it. */
  get env(): Readonly<Record<string, string>> {
    return { [NAME]: this.folder };
  }

  /** In the lane: undefined where nobody else runs. */
  static of(env: Readonly<Record<string, string | undefined>>): Quiet | undefined {
    const folder = env[NAME];
    return folder === undefined ? undefined : new Quiet(folder);
  }

  /** In the lane: asks, and resolves when it is alone. */
  async wait(): Promise<void> {
    mkdirSync(this.asking, { recursive: true });
    await until('the other lanes to end', LONGEST_MS, () => existsSync(this.granted) || undefined);
  }

  /** In the scheduler: resolves when it is asked; one that is over asks no more. */
  async asked(over: Promise<unknown>): Promise<void> {
    let ended = false;
    void over.then(() => (ended = true));
    await until('the lane to ask', LONGEST_MS, () => existsSync(this.asking) || ended || undefined);
  }

  grant(): void {
    mkdirSync(this.granted, { recursive: true });
  }

  private get asking(): string {
    return join(this.folder, 'asked');
  }

  private get granted(): string {
    return join(this.folder, 'granted');
  }
}
