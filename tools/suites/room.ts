/** How the machine stands, as the kernel tells it. */
export interface Standing {
  /** Of all processors since the boot, in ticks: what they did nothing in, and all of it. */
  readonly idle: number;
  readonly all: number;
  /** What could be had without swapping. */
  readonly availableMB: number;
}

/** So much of the processors has to lie idle, and for so long: a deploy waits for seconds between its bursts. */
const IDLE = 0.35;
const FOR_MS = 20_000;
/** A lane's 1300 MB, and as much for what the others may still want. */
const NEEDED_MB = 2600;

/** proc_stat(5) and proc_meminfo(5). Whoever waits for a disk does not need a neighbour there. */
export function standing(stat: string, memory: string): Standing {
  const ticks = (/^cpu +(.*)$/m.exec(stat)?.[1] ?? '').split(' ').slice(0, 8).map(Number);
  return {
    idle: ticks[3] ?? 0,
    all: ticks.reduce((sum, one) => sum + one, 0),
    availableMB: Number(/^MemAvailable: +(\d+) kB$/m.exec(memory)?.[1] ?? 0) / 1024,
  };
}

/**
 * Whether one more lane finds room beside those that run. They mostly wait, so that a fixed number of them leaves processors
 * idle where they wait together, and would be too many where they boot together.
 */
export class Room {
  private since: (Standing & { readonly at: number }) | undefined;

  constructor(
    private readonly look: () => Standing,
    private readonly now: () => number = Date.now,
  ) {}

  /** Another lane has begun: what was seen before says nothing of it. */
  changed(): void {
    this.since = this.seen();
  }

  /** Asked again and again; looks back as far as it has to, and then begins anew. */
  isThere(): boolean {
    const now = this.seen();
    const { since = now } = this;
    this.since = since;
    if (now.at - since.at < FOR_MS) return false;
    this.since = now;
    const share = (now.idle - since.idle) / Math.max(1, now.all - since.all);
    return share >= IDLE && now.availableMB >= NEEDED_MB;
  }

  private seen(): Standing & { readonly at: number } {
    return { ...this.look(), at: this.now() };
  }
}
