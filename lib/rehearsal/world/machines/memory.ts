import { mkdir, readdir, readFile, readlink, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { until } from '../shell';

const ROOT = '/sys/fs/cgroup';

/** A limit on all processes of a container, of which the leader is the first, from outside: as hardware is. */
export async function limitMemory(name: string, leader: number, bytes: number | undefined): Promise<void> {
  // cgroups(7): on a host that has version 1 of the memory controller, version 2 cannot have it.
  const lines = (await readFile(`/proc/${String(leader)}/cgroup`, 'utf8')).split('\n');
  const first = lines.find((line) => /^\d+:memory:/.test(line))?.replace(/^\d+:memory:/, '');
  if (first !== undefined) {
    const now = join(ROOT, 'memory', first);
    return hierarchyOne(now.endsWith(`/${name}`) ? now : join(now, name), leader, bytes);
  }
  const own = lines.find((line) => line.startsWith('0::'))?.slice(3) ?? '/';
  // The container's own tree begins above its first process's scope.
  const folder = join(ROOT, own.endsWith('/init.scope') ? dirname(own) : own);
  await writeFile(join(folder, 'memory.max'), bytes === undefined ? 'max' : String(bytes));
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
