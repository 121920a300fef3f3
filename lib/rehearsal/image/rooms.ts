import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../world/shell';
import { alone } from './alone';
import type { AptSource } from './apt-sources';
import { debianSources, debootstrap, installedOver, NOTHING_STARTS, once } from './debian';
import { markUsed } from './stale';

/** Packages by the name of what is made of them. */
export type Recipe = Readonly<Record<string, readonly string[]>>;

/** File systems for hosts that are no machine of the config's: each its layers, the topmost first. */
export type Rooms = Readonly<Record<string, readonly string[]>>;

/** Below every room; a mail server leaves the layers over it, where one takes the other's place. */
const GROUND = 'ground';

/**
 * Makes what the cache lacks: one Debian 13 with the packages of `ground`, and over it a layer for each further entry.
 * Debian's mail servers exclude each other, so that no two of them are in one room.
 */
export async function prepareRooms(
  cache: string,
  recipe: Recipe & Readonly<Record<typeof GROUND, readonly string[]>>,
  onStep: (text: string) => void = () => undefined,
): Promise<Rooms> {
  const sources = await debianSources();
  const directory = join(cache, roomsKey(sources, recipe));
  await mkdir(directory, { recursive: true });
  await markUsed(directory);
  const at = (name: string) => join(directory, name);
  const layers = Object.keys(recipe).filter((name) => name !== GROUND);
  const rooms = {
    [GROUND]: [at(GROUND)],
    ...Object.fromEntries(layers.map((name) => [name, [at(name), at(GROUND)]])),
  };
  if (Object.keys(recipe).every((name) => existsSync(at(name)))) return rooms;
  await alone(
    at('lock'),
    () => onStep('Waiting for another suite that prepares them'),
    async () => {
      await once(at(GROUND), onStep, 'the programs that send', (path) =>
        ground(path, sources, recipe[GROUND]),
      );
      for (const name of layers)
        await once(at(name), onStep, name, (path) => installedOver(at(GROUND), path, recipe[name] ?? []));
    },
  );
  return rooms;
}

/** Changes with everything that decides the rooms' content. */
export function roomsKey(sources: readonly AptSource[], recipe: Recipe): string {
  return createHash('sha256')
    .update(JSON.stringify(['rooms', 1, sources, recipe]))
    .digest('hex')
    .slice(0, 16);
}

async function ground(path: string, sources: readonly AptSource[], packages: readonly string[]) {
  await debootstrap(path, sources, packages);
  await writeFile(join(path, 'usr/sbin/policy-rc.d'), NOTHING_STARTS, { mode: 0o755 });
  await run(['chroot', path, 'apt-get', 'clean']);
}
