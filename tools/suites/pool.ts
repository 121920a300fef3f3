import type { Running } from './lane';
import { type Lane, toGo } from './plan';
import type { Room } from './room';
import { progress, type Tally } from './tally';

const LINE_EVERY_MS = 60_000;
const LOOK_EVERY_MS = 2_000;
const MEANINGFUL_S = 60;

export interface PoolOptions {
  /** So many always. */
  readonly workers: number;
  /** So many where the machine has room for them. */
  readonly most: number;
  readonly room: Pick<Room, 'changed' | 'isThere'>;
  readonly begin: (lane: Lane) => Running;
  readonly say: (line: string) => void;
}

/**
 * Lanes side by side, the longest first, and one more as long as there is room. Those that measure time come last: they
 * deploy beside the others, and then each waits until it is alone.
 */
export class Pool {
  private readonly running = new Set<Running>();
  private readonly started = Date.now();
  private readonly waiting: Lane[];
  private stopped = false;

  constructor(
    private readonly lanes: readonly Lane[],
    private readonly tally: Tally,
    private readonly options: PoolOptions,
  ) {
    this.waiting = [...lanes];
  }

  async run(): Promise<void> {
    const line = setInterval(() => this.options.say(this.line()), LINE_EVERY_MS);
    this.options.say(this.line());
    const more: Promise<unknown>[] = [];
    const look = setInterval(() => {
      if (this.running.size < this.options.most && this.options.room.isThere()) more.push(this.next());
    }, LOOK_EVERY_MS);
    try {
      await Promise.all(Array.from({ length: this.options.workers }, () => this.place()));
      clearInterval(look);
      await Promise.all(more);
      for (const one of this.running) {
        one.go();
        await one.over;
      }
    } finally {
      clearInterval(line);
      clearInterval(look);
    }
  }

  /** Ends whoever runs, and whoever they started in their sessions; nobody else begins. */
  async stop(): Promise<void> {
    this.stopped = true;
    const all = [...this.running];
    for (const { child } of all) if (child.pid !== undefined) kill(child.pid);
    await Promise.all(all.map(({ over }) => over));
  }

  private async place(): Promise<void> {
    while (await this.next());
  }

  /** Whether there was one more. */
  private async next(): Promise<boolean> {
    const lane = this.stopped ? undefined : this.waiting.shift();
    if (lane === undefined) return false;
    const one = this.options.begin(lane);
    this.running.add(one);
    this.options.room.changed();
    const over = one.over.then(() => void this.running.delete(one));
    // One that stands and waits leaves its place to the next.
    await Promise.race([over, one.stands]);
    return true;
  }

  /** How much longer files take here than they did before: another machine, or one with other work. */
  private slowness(): number {
    const took = this.tally.seconds();
    const over = this.lanes.flatMap(({ files }) => files).filter(({ path }) => took.has(path));
    const before = over.reduce((all, { seconds }) => all + seconds, 0);
    const now = over.reduce((all, { path }) => all + (took.get(path) ?? 0), 0);
    // A few seconds tell nothing.
    return before < MEANINGFUL_S ? 1 : Math.max(0.5, now / before);
  }

  private line(): string {
    const now = Date.now();
    const slow = this.slowness();
    const rest = [...this.running].map(({ lane, started }) => {
      const expected = lane.seconds * slow;
      // What is late already is nearly there.
      return Math.max(expected - (now - started) / 1000, expected * 0.05);
    });
    const left = (quiet: boolean) =>
      this.waiting.filter((lane) => lane.quiet === quiet).map(({ seconds }) => seconds * slow);
    const quiet = left(true).reduce((all, seconds) => all + seconds, 0);
    const seen = new Set(this.tally.cases.map(({ file }) => file)).size;
    const files = Math.max(0, seen - this.running.size);
    const all = this.lanes.reduce((count, lane) => count + lane.files.length, 0);
    const running =
      this.running.size === 0 ? ['the beginning'] : [...this.running].map(({ lane }) => lane.name);
    const left_s = toGo(rest, left(false), this.options.workers) + quiet;
    return progress((now - this.started) / 1000, left_s, { files, all, running }, this.tally);
  }
}

function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
