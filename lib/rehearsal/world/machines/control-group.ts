import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../shell';

/**
 * One container's own cgroup (cgroups(7)). nspawn with --keep-unit makes a tree below whatever group it is started in,
 * so two of them started from one would share it: each systemd, stopping its service, would kill the other's as well.
 */
export class ControlGroup {
  private constructor(private readonly directory: string) {}

  /** A fresh one: what an earlier boot left is empty, as its processes are dead. */
  static async create(name: string): Promise<ControlGroup> {
    const directory = join(await unified(), name);
    await removeTree(directory);
    await mkdir(directory);
    return new ControlGroup(directory);
  }

  /** All whose names begin so, once their processes are dead. */
  static async removeAll(prefix: string): Promise<void> {
    for (const parent of await places())
      for (const name of await readdir(parent))
        if (name.startsWith(prefix)) await removeTree(join(parent, name));
  }

  /** The command, started inside. */
  entered(argv: readonly string[]): string[] {
    return ['sh', '-ec', 'echo $$ >"$0/cgroup.procs"; exec "$@"', this.directory, ...argv];
  }
}

/** Where this process may make groups: its own place in the unified hierarchy, wherever that is mounted. */
async function unified(): Promise<string> {
  const [first] = await places();
  if (first === undefined)
    throw new Error(
      'This host has no unified cgroup hierarchy mounted, and Debian 13 does not boot without one. ' +
        'Mount it: `mount -t cgroup2 none /sys/fs/cgroup/unified`.',
    );
  return first;
}

/** The same in systemd's hierarchies, the unified one first: on a hybrid host nspawn makes every group in its own too. */
async function places(): Promise<string[]> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  const groups = await readFile('/proc/self/cgroup', 'utf8');
  const place = (mountOf: RegExp, ownOf: RegExp) => {
    const mount = mounts.find((line) => mountOf.test(line))?.split(' ')[4];
    const own = ownOf.exec(groups)?.[1];
    return mount === undefined || own === undefined ? [] : [join(mount, own)];
  };
  return [
    ...place(/ - cgroup2 /, /^0::(.*)$/m),
    ...place(/ - cgroup .*name=systemd/, /^\d+:name=systemd:(.*)$/m),
  ];
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
