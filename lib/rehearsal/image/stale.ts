import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Another checkout may still want what this one's recipe has replaced. */
const KEPT_MS = 30 * 86_400_000;
const RECIPE = /^[0-9a-f]{16}$/;

/** Says that somebody uses these images. */
export async function markUsed(directory: string): Promise<void> {
  const now = new Date();
  await utimes(directory, now, now);
}

/**
 * Removes the images of other recipes that nobody has used for a month; answers their names. One that a machine still
 * runs on, as the lower layer of an overlay (proc_pid_mountinfo(5)), stays.
 */
export async function removeStale(
  cache: string,
  now = Date.now(),
  mountinfo = '/proc/self/mountinfo',
): Promise<string[]> {
  const mounts = await readFile(mountinfo, 'utf8');
  const removed: string[] = [];
  for (const name of await readdir(cache)) {
    const directory = join(cache, name);
    if (!RECIPE.test(name) || mounts.includes(`${directory}/`)) continue;
    if (now - (await stat(directory)).mtimeMs < KEPT_MS) continue;
    await rm(directory, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}
