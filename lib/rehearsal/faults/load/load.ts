import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Sender } from '../../judge/delivery';
import type { World } from '../../world';
import { until } from '../../world/shell';
import type { Attempt, LoadJob } from './job';

export interface LoadOptions {
  readonly mark: string;
  readonly to: string;
  readonly perSecond?: number;
  /** @default - the config's host name */
  readonly host?: string;
  /** @default - 465 and 587 by turns */
  readonly port?: 465 | 587;
}

/** A steady stream of numbered messages from the client's laptop, with a note of every answer. */
export class Load {
  readonly attempts: Attempt[] = [];
  private ended = false;

  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    readonly job: LoadJob,
  ) {
    createInterface({ input: process.stdout }).on('line', (line) =>
      this.attempts.push(JSON.parse(line) as Attempt),
    );
    process.stderr.pipe(globalThis.process.stderr);
    process.on('close', () => (this.ended = true));
    process.stdin.write(`${JSON.stringify(job)}\n`);
  }

  static start(world: World, sender: Sender, options: LoadOptions): Load {
    const { login, password, from, environment } = sender;
    const job = { host: environment.hostName, login, password, from, perSecond: 5, ...options };
    return new Load(world.client.program(join(__dirname, 'main.ts')), job);
  }

  /** Resolves when so many more messages have been accepted: the server serves. */
  accepts(count: number, deadlineMs: number): Promise<void> {
    return this.hears(`${String(count)} messages to be accepted`, ['accepted'], count, deadlineMs);
  }

  /** Resolves when so many more attempts have failed for now. */
  refused(count: number, deadlineMs: number): Promise<void> {
    const what = `${String(count)} temporary answers or none at all`;
    return this.hears(what, ['temporary', 'unanswered'], count, deadlineMs);
  }

  /** Resolves when so many more attempts have ended so; else says what the client heard. */
  async hears(
    what: string,
    outcomes: readonly Attempt['outcome'][],
    count: number,
    deadlineMs: number,
  ): Promise<void> {
    const begun = Date.now();
    const since = () => this.attempts.filter(({ at }) => at >= begun);
    try {
      await until(what, deadlineMs, () =>
        since().filter(({ outcome }) => outcomes.includes(outcome)).length >= count ? true : undefined,
      );
    } catch (error) {
      const last = this.attempts.at(-1)?.answer ?? 'none';
      const heard = `The client had ${String(since().length)} answers; its last: ${last}`;
      throw new Error(`${String(error)} ${heard}`, { cause: error });
    }
  }

  /** Resolves after so many failures in a row, none of them for good; throws when anything else was between them. */
  async onlyDeferred(count: number, deadlineMs: number): Promise<void> {
    await this.refused(2, deadlineMs);
    const since = Date.now();
    await this.refused(count, deadlineMs);
    for (const outcome of ['accepted', 'permanent'] as const) {
      // What was under way before may still be accepted: the fault met it late.
      const wrong = this.attempts.filter((each) => each.begun >= since && each.outcome === outcome).length;
      if (wrong > 0)
        throw new Error(`${String(wrong)} attempts ended as ${outcome}; all should have been put off`);
    }
  }

  /** The last answers that were no acceptance, each kind once. */
  words(count = 20): string {
    const last = this.attempts.filter(({ outcome }) => outcome !== 'accepted').slice(-count);
    return [...new Set(last.map(({ answer }) => answer.replaceAll(/\s+/g, ' ').slice(0, 120)))].join(' / ');
  }

  /** No new messages; those that wait are tried until all are accepted, or until the patience ends. */
  async stop(patienceMs = 60_000): Promise<readonly Attempt[]> {
    if (!this.ended) this.process.stdin.write('stop\n');
    await until('the load to end', patienceMs, () => (this.ended ? true : undefined)).catch(() => {
      this.process.stdin.end();
    });
    return this.attempts;
  }
}
