import type { Ground } from '../faults/ground';

const EVERY_MS = 500;
const MIB = 2 ** 20;

/** The most that the machine's processes hold while something is done to it, looked at twice a second. */
export class Peak {
  private most = 0;
  private killedBefore: number | undefined;
  private killedNow = 0;
  private readonly timer: NodeJS.Timeout;

  private constructor(private readonly ground: Ground) {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
    this.timer.unref();
  }

  static async during<T>(ground: Ground, work: (peak: Peak) => Promise<T>): Promise<T> {
    const peak = new Peak(ground);
    try {
      await peak.look();
      return await work(peak);
    } finally {
      clearInterval(peak.timer);
    }
  }

  get bytes(): number {
    return this.most;
  }

  get mebibytes(): number {
    return Math.round(this.most / MIB);
  }

  /** Processes that were killed meanwhile for want of memory. */
  get killed(): number {
    return this.killedNow - (this.killedBefore ?? 0);
  }

  /** A machine that is down holds nothing. */
  private async look(): Promise<void> {
    const now = await this.ground.world.memoryUse(this.ground.instance).catch(() => undefined);
    if (now === undefined) return;
    this.killedBefore ??= now.killed;
    this.killedNow = now.killed;
    this.most = Math.max(this.most, now.bytes);
  }
}
