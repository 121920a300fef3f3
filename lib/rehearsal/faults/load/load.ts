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

  /** Attempts from now on, and how many of them ended so. */
  since(): { attempts: () => readonly Attempt[]; count: (outcome: Attempt['outcome']) => number } {
    const begun = Date.now();
    const attempts = () => this.attempts.filter(({ at }) => at >= begun);
    return { attempts, count: (outcome) => attempts().filter((each) => each.outcome === outcome).length };
  }

  /** Resolves when so many more messages have been accepted: the server serves. */
  async accepts(count: number, deadlineMs: number): Promise<void> {
    const { count: counted } = this.since();
    const last = () => this.attempts.at(-1)?.answer ?? 'none';
    try {
      await until(`${String(count)} messages to be accepted`, deadlineMs, () =>
        counted('accepted') >= count ? true : undefined,
      );
    } catch (error) {
      throw new Error(`${String(error)} The client's last answer: ${last()}`, { cause: error });
    }
  }

  /** Resolves when so many attempts have failed for now. */
  async refused(count: number, deadlineMs: number): Promise<void> {
    const { count: counted } = this.since();
    await until(`${String(count)} temporary answers or none at all`, deadlineMs, () =>
      counted('temporary') + counted('unanswered') >= count ? true : undefined,
    );
  }

  /** Resolves after so many failures in a row, none of them for good; throws when anything else was between them. */
  async onlyDeferred(count: number, deadlineMs: number): Promise<void> {
    // What was under way when it began is over with the first two.
    await this.refused(2, deadlineMs);
    const { count: counted } = this.since();
    await this.refused(count, deadlineMs);
    for (const outcome of ['accepted', 'permanent'] as const)
      if (counted(outcome) > 0)
        throw new Error(
          `${String(counted(outcome))} attempts ended as ${outcome}; all should have been put off`,
        );
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
