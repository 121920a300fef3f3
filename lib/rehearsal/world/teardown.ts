import { readdir, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ControlGroup } from './machines/control-group';
import { endLoop, loopsBelow } from './machines/loop';
import { run, until } from './shell';

export interface RunState {
  readonly runId: string;
  /** Process that owns the run; when it is gone, the run is a leftover. */
  readonly owner: number;
}

/**
 * Ends everything of a run, known only by its names: whoever lives in its namespaces, its namespaces, its mounts,
 * its volumes, its directory. Needs nothing of the process that made it, so that it also cleans up after a crash.
 */
export async function removeRun(runId: string, directory: string): Promise<void> {
  await until(`the processes of run ${runId} to end`, 15_000, async () => {
    // Anew each time: a machine whose deploy was given up may be taking its own away just now.
    const pids = (await Promise.all((await namespacesOf(runId)).map(pidsIn))).flat();
    for (const pid of pids) kill(pid);
    return pids.length === 0 ? true : undefined;
  });
  await ControlGroup.removeAll(`kitte-${runId}-`);
  for (const namespace of await namespacesOf(runId)) await run(['ip', 'netns', 'del', namespace]);
  for (const mount of (await mountsBelow(directory)).reverse()) await run(['umount', '-l', mount]);
  for (const device of await loopsBelow(directory)) await endLoop(device);
  await rm(directory, { recursive: true, force: true });
}

/** Removes the runs below this directory whose process is dead. */
export async function destroyLeftovers(parent: string): Promise<string[]> {
  if (!existsSync(parent)) return [];
  const removed: string[] = [];
  for (const name of await readdir(parent)) {
    const directory = join(parent, name);
    const file = join(directory, 'state.json');
    if (!existsSync(file)) continue;
    const state = JSON.parse(await readFile(file, 'utf8')) as RunState;
    if (existsSync(`/proc/${String(state.owner)}`)) continue;
    await removeRun(state.runId, directory);
    removed.push(state.runId);
  }
  return removed;
}

async function namespacesOf(runId: string): Promise<string[]> {
  const { stdout } = await run(['ip', 'netns', 'list']);
  return stdout
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name.startsWith(`kitte-${runId}-`));
}

async function mountsBelow(directory: string): Promise<string[]> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  return lines.map((line) => line.split(' ')[4] ?? '').filter((path) => path.startsWith(`${directory}/`));
}

async function pidsIn(namespace: string): Promise<number[]> {
  const { stdout } = await run(['ip', 'netns', 'pids', namespace]);
  return stdout.split('\n').filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself between the list and the signal.
  }
}
