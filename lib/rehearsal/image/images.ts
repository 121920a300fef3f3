import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../world/shell';
import { alone } from './alone';
import type { AptSource } from './apt-sources';
import { debianSources, debootstrap, inLayer, installedOver, once } from './debian';
import { keepModels, modelsFolder } from './models';
import { imagePackages, servicePackages, strictPackages } from './recipe';
import { markUsed, removeStale } from './stale';

/** What a run needs and only the first one makes. */
export interface Images {
  /** Root directory of the machine's Debian 13. */
  readonly machine: string;
  /** Root directory with the daemons of the world. */
  readonly services: string;
  /** What the strict receiver has over them: layers, the topmost first. */
  readonly strict: readonly string[];
  /** The Debian mirror: a folder for each host name. */
  readonly mirror: string;
  readonly mirrorHosts: readonly string[];
  /** AWS's own models, a file for each service. */
  readonly models: string;
}

/** Makes what the cache lacks. `machinePackages` are what the user-data will install. */
export async function prepareImages(
  cache: string,
  machinePackages: readonly string[],
  onStep: (text: string) => void = () => undefined,
): Promise<Images> {
  const sources = await debianSources();
  const directory = join(cache, recipeKey(sources, machinePackages));
  const [services, strict] = [join(directory, 'services'), join(directory, 'strict')];
  const images: Images = {
    machine: join(directory, 'machine'),
    services,
    strict: [strict, services],
    mirror: join(directory, 'mirror'),
    mirrorHosts: [...new Set(sources.map(({ uri }) => new URL(uri).hostname))],
    models: join(directory, modelsFolder),
  };
  await mkdir(directory, { recursive: true });
  await markUsed(directory);
  if ([images.machine, services, strict, images.mirror, images.models].every(existsSync)) return images;
  const waits = () => onStep('Waiting for another rehearsal that prepares them');
  await alone(join(directory, 'lock'), waits, async () => {
    await once(images.machine, onStep, "the machine's Debian 13", (path) =>
      debootstrap(path, sources, imagePackages),
    );
    await once(services, onStep, "the world's daemons", async (path) => {
      await debootstrap(path, sources, servicePackages);
      await compileSuffixes(path);
    });
    await once(strict, onStep, 'the strict receiver', (path) =>
      installedOver(services, path, strictPackages),
    );
    await once(images.mirror, onStep, 'the package cache', (path) =>
      warmUp(path, images.machine, machinePackages),
    );
    await once(images.models, onStep, "AWS's models", (path) => keepModels(path, images.machine));
  });
  await removeStale(cache);
  return images;
}

/** Where AWS's models are kept, if they are: for who prepares nothing. */
export async function keptModels(
  cache: string,
  machinePackages: readonly string[],
): Promise<string | undefined> {
  const sources = await debianSources().catch(() => []);
  const path = join(cache, recipeKey(sources, machinePackages), modelsFolder);
  return existsSync(path) ? path : undefined;
}

/** Changes with everything that decides the images' content, so that an old cache is never taken for a new one. */
export function recipeKey(sources: readonly AptSource[], machinePackages: readonly string[]): string {
  const recipe = JSON.stringify([2, sources, imagePackages, servicePackages, machinePackages]);
  return createHash('sha256').update(recipe).digest('hex').slice(0, 16);
}

/** rspamd compiles the public suffixes at its first look for an address in a text, which takes it seven seconds. */
async function compileSuffixes(services: string): Promise<void> {
  const message = join(services, 'tmp/message.eml');
  await writeFile(message, 'Subject: any\n\nhttps://example.com/\n');
  await run(['chroot', services, 'rspamadm', 'mime', 'urls', '/tmp/message.eml']);
  await rm(message);
}

/** Lets the machine's own apt fetch everything once through the recorder, in a throw-away layer. */
async function warmUp(path: string, machine: string, packages: readonly string[]): Promise<void> {
  const layer = `${path}.layer`;
  try {
    await inLayer(machine, layer, path, async (apt) => {
      await apt('update');
      await apt('install', '--yes', '--download-only', ...packages);
    });
  } finally {
    await rm(layer, { recursive: true, force: true });
  }
}
