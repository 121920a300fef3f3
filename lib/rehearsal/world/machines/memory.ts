import { mkdir, readdir, readFile, readlink, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { until } from '../shell';

const ROOT = '/sys/fs/cgroup';

/** A limit on all processes of a container, of which the leader is the first, from outside: as hardware is. */
export async function limitMemory(name: string, leader: number, bytes: number | undefined): Promise<void> {
  const { folder, version } = await groupOf(leader);
  if (version === 1)
    return hierarchyOne(folder.endsWith(`/${name}`) ? folder : join(folder, name), leader, bytes);
  await writeFile(join(folder, 'memory.max'), bytes === undefined ? 'max' : String(bytes));
}

/** What the processes hold that cannot be dropped, their part of the kernel included, and how many were killed for want of it. */
export interface MemoryUse {
  readonly bytes: number;
  readonly killed: number;
}

/**
 * Of a container whose memory is limited: before, a host with version 1 counts it with its neighbours', and what its
 * processes held then stays counted there.
 */
export async function memoryUse(leader: number): Promise<MemoryUse> {
  const { folder, version } = await groupOf(leader);
  const number = async (file: string, name: RegExp) =>
    Number(name.exec(await readFile(join(folder, file), 'utf8').catch(() => ''))?.[1] ?? 0);
  return version === 1
    ? {
        bytes:
          (await number('memory.stat', /^total_rss (\d+)$/m)) +
          (await number('memory.kmem.usage_in_bytes', /^(\d+)$/m)),
        killed: await number('memory.oom_control', /^oom_kill (\d+)$/m),
      }
    : {
        bytes:
          (await number('memory.stat', /^anon (\d+)$/m)) + (await number('memory.stat', /^kernel (\d+)$/m)),
        killed: await number('memory.events', /^oom_kill (\d+)$/m),
      };
}

/** cgroups(7): on a host that has version 1 of the memory controller, version 2 cannot have it. */
async function groupOf(leader: number): Promise<{ readonly folder: string; readonly version: 1 | 2 }> {
  const lines = (await readFile(`/proc/${String(leader)}/cgroup`, 'utf8')).split('\n');
  const first = lines.find((line) => /^\d+:memory:/.test(line))?.replace(/^\d+:memory:/, '');
  if (first !== undefined) return { folder: join(ROOT, 'memory', first), version: 1 };
  const own = lines.find((line) => line.startsWith('0::'))?.slice(3) ?? '/';
  // The container's own tree begins above its first process's scope.
  return { folder: join(ROOT, own.endsWith('/init.scope') ? dirname(own) : own), version: 2 };
}

async function hierarchyOne(folder: string, leader: number, bytes: number | undefined): Promise<void> {
  if (bytes === undefined) {
    await move(leader, dirname(folder));
    return rmdir(folder);
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'memory.limit_in_bytes'), String(bytes));
  await move(leader, folder);
}

/** Those that are born meanwhile are born where their parents are, so it is done until none is left. */
async function move(leader: number, folder: string): Promise<void> {
  const own = await readlink(`/proc/${String(leader)}/ns/pid`);
  await until('every process to be counted', 10_000, async () => {
    const counted = new Set((await readFile(join(folder, 'cgroup.procs'), 'utf8')).split('\n').map(Number));
    const left = (await processesIn(own)).filter((pid) => !counted.has(pid));
    for (const pid of left) await writeFile(join(folder, 'cgroup.procs'), String(pid)).catch(() => undefined);
    return left.length === 0 ? true : undefined;
  });
}

async function processesIn(namespace: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const spaces = await Promise.all(
    pids.map((pid) => readlink(`/proc/${String(pid)}/ns/pid`).catch(() => undefined)),
  );
  return pids.filter((_, index) => spaces[index] === namespace);
}
