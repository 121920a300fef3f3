import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the processes hold that cannot be dropped, their part of the kernel included, and how many were killed for want of it. */
export interface MemoryUse {
  readonly bytes: number;
  readonly killed: number;
}

/** The group in which the kernel counts the memory of a container, from outside: as hardware is. cgroups(7). */
export class MemoryGroup {
  constructor(
    private readonly folder: string,
    private readonly version: 1 | 2,
  ) {}

  /**
   * Bytes for all processes together; what of the page cache they do not need is dropped when it gets tight. The machine's disk
   * may lie in a tmpfs of the host's: what is on it now is no memory of the machine's.
   */
  async limit(bytes?: number): Promise<void> {
    const [file, none] = this.version === 1 ? ['memory.limit_in_bytes', '-1'] : ['memory.max', 'max'];
    const disk = await this.number(
      'memory.stat',
      this.version === 1 ? /^total_shmem (\d+)$/m : /^shmem (\d+)$/m,
    );
    await writeFile(join(this.folder, file), bytes === undefined ? none : String(bytes + disk));
  }

  async use(): Promise<MemoryUse> {
    const [own, kernel, killed] =
      this.version === 1
        ? await Promise.all([
            this.number('memory.stat', /^total_rss (\d+)$/m),
            this.number('memory.kmem.usage_in_bytes', /^(\d+)$/m),
            this.number('memory.oom_control', /^oom_kill (\d+)$/m),
          ])
        : await Promise.all([
            this.number('memory.stat', /^anon (\d+)$/m),
            this.number('memory.stat', /^kernel (\d+)$/m),
            this.number('memory.events', /^oom_kill (\d+)$/m),
          ]);
    return { bytes: own + kernel, killed };
  }

  private async number(file: string, name: RegExp): Promise<number> {
    return Number(name.exec(await readFile(join(this.folder, file), 'utf8').catch(() => ''))?.[1] ?? 0);
  }
}
