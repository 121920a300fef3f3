import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../shell';
import { MemoryGroup } from './memory';

/**
 * One container's own cgroup (cgroups(7)). nspawn with --keep-unit makes a tree below whatever group it is started in,
 * so two of them started from one would share it: each systemd, stopping its service, would kill the other's as well.
 *
 * On a host with version 1 of the memory controller it has another one there: what a process took before it was in the
 * group is not counted there, so it is in from its birth.
 */
export class ControlGroup {
  private constructor(
    private readonly directories: readonly string[],
    /** Where the kernel counts its memory. */
    readonly memory: MemoryGroup,
  ) {}

  /** A fresh one: what an earlier boot left is empty, as its processes are dead. */
  static async create(name: string): Promise<ControlGroup> {
    const own = join(await unified(), name);
    const [counted] = (await places(MEMORY)).map((place) => join(place, name));
    const directories = counted === undefined ? [own] : [own, counted];
    for (const directory of directories) {
      await removeTree(directory);
      await mkdir(directory);
    }
    return new ControlGroup(directories, new MemoryGroup(counted ?? own, counted === undefined ? 2 : 1));
  }

  /** All whose names begin so, once their processes are dead. */
  static async removeAll(prefix: string): Promise<void> {
    for (const parent of await places(...EVERY))
      for (const name of await readdir(parent))
        if (name.startsWith(prefix)) await removeTree(join(parent, name));
  }

  /** The command, started inside. */
  entered(argv: readonly string[]): string[] {
    const enter = this.directories.map((_, at) => `echo $$ >"$${String(at + 1)}/cgroup.procs"`);
    const script = [...enter, `shift ${String(this.directories.length)}`, 'exec "$@"'].join('; ');
    return ['sh', '-ec', script, 'sh', ...this.directories, ...argv];
  }
}

/** Where this process may make groups: its own place in the unified hierarchy, wherever that is mounted. */
async function unified(): Promise<string> {
  const [first] = await places(UNIFIED);
  if (first === undefined)
    throw new Error(
      'This host has no unified cgroup hierarchy mounted, and Debian 13 does not boot without one. ' +
        'Mount it: `mount -t cgroup2 none /sys/fs/cgroup/unified`.',
    );
  return first;
}

/** A hierarchy as mountinfo and /proc/self/cgroup name it. */
interface Hierarchy {
  readonly mount: RegExp;
  readonly own: RegExp;
}

const UNIFIED: Hierarchy = { mount: / - cgroup2 /, own: /^0::(.*)$/m };
const MEMORY: Hierarchy = { mount: / - cgroup .*\bmemory\b/, own: /^\d+:memory:(.*)$/m };
/** On a hybrid host nspawn makes every group in systemd's own too. */
const SYSTEMD: Hierarchy = { mount: / - cgroup .*name=systemd/, own: /^\d+:name=systemd:(.*)$/m };
const EVERY = [UNIFIED, SYSTEMD, MEMORY];

async function places(...hierarchies: readonly Hierarchy[]): Promise<string[]> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  const groups = await readFile('/proc/self/cgroup', 'utf8');
  return hierarchies.flatMap(({ mount, own }) => {
    const at = mounts.find((line) => mount.test(line))?.split(' ')[4];
    const place = own.exec(groups)?.[1];
    return at === undefined || place === undefined ? [] : [join(at, place)];
  });
}

async function removeTree(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory()) await removeTree(join(directory, entry.name));
  // Whoever was killed a moment ago is still counted.
  await until(`${directory} to be empty`, 10_000, async () => {
    await rmdir(directory);
    return true;
  });
}
