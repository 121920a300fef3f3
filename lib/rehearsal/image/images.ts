import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../world/shell';
import { alone } from './alone';
import { parseAptSources, trixieSources, type AptSource } from './apt-sources';
import { Recorder } from './recorder';
import { imagePackages, servicePackages } from './recipe';
import { markUsed, removeStale } from './stale';

/** What a run needs and only the first one makes. */
export interface Images {
  /** Root directory of the machine's Debian 13. */
  readonly machine: string;
  /** Root directory with the daemons of the world. */
  readonly services: string;
  /** The Debian mirror: a folder for each host name. */
  readonly mirror: string;
  readonly mirrorHosts: readonly string[];
}

/** Makes what the cache lacks. `machinePackages` are what the user-data will install. */
export async function prepareImages(
  cache: string,
  machinePackages: readonly string[],
  onStep: (text: string) => void = () => undefined,
): Promise<Images> {
  const sources = trixieSources(parseAptSources(await aptSourcesText()));
  const directory = join(cache, recipeKey(sources, machinePackages));
  const images: Images = {
    machine: join(directory, 'machine'),
    services: join(directory, 'services'),
    mirror: join(directory, 'mirror'),
    mirrorHosts: [...new Set(sources.map(({ uri }) => new URL(uri).hostname))],
  };
  await mkdir(directory, { recursive: true });
  await markUsed(directory);
  if ([images.machine, images.services, images.mirror].every(existsSync)) return images;
  const waits = () => onStep('Waiting for another rehearsal that prepares them');
  await alone(join(directory, 'lock'), waits, async () => {
    await once(images.machine, onStep, "the machine's Debian 13", (path) =>
      debootstrap(path, sources, imagePackages),
    );
    await once(images.services, onStep, "the world's daemons", async (path) => {
      await debootstrap(path, sources, servicePackages);
      await compileSuffixes(path);
    });
    await once(images.mirror, onStep, 'the package cache', (path) =>
      warmUp(path, images.machine, machinePackages),
    );
  });
  await removeStale(cache);
  return images;
}

/** Changes with everything that decides the images' content, so that an old cache is never taken for a new one. */
export function recipeKey(sources: readonly AptSource[], machinePackages: readonly string[]): string {
  const recipe = JSON.stringify([2, sources, imagePackages, servicePackages, machinePackages]);
  return createHash('sha256').update(recipe).digest('hex').slice(0, 16);
}

async function aptSourcesText(): Promise<string> {
  const folder = '/etc/apt/sources.list.d';
  const names = (await readdir(folder)).filter((name) => /\.(list|sources)$/.test(name));
  const files = ['/etc/apt/sources.list', ...names.map((name) => join(folder, name))].filter(existsSync);
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n\n');
}

async function once(
  path: string,
  onStep: (text: string) => void,
  what: string,
  make: (path: string) => Promise<void>,
): Promise<void> {
  if (existsSync(path)) return;
  onStep(`Preparing ${what}`);
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await make(unfinished);
  await rename(unfinished, path);
}

async function debootstrap(path: string, sources: readonly AptSource[], packages: readonly string[]) {
  const lines = sources.map(({ uri, suite, components }) => `deb ${uri} ${suite} ${components.join(' ')}`);
  await run([
    ...['mmdebstrap', '--variant=minbase', `--include=${packages.join(',')}`],
    ...['--aptopt=Acquire::Languages "none"', '--aptopt=APT::Install-Recommends "false"'],
    // The cache may be older than the week for which a security release is valid.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    ...['trixie', path, ...lines],
  ]);
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
  const root = join(layer, 'root');
  for (const name of ['upper', 'work', 'root']) await mkdir(join(layer, name), { recursive: true });
  await mkdir(path, { recursive: true });
  const recorder = await Recorder.start(path);
  await run([
    ...['mount', '-t', 'overlay', 'overlay', '-o'],
    ...[`lowerdir=${machine},upperdir=${layer}/upper,workdir=${layer}/work`, root],
  ]);
  try {
    await writeFile(join(root, 'etc/apt/apt.conf.d/99recorder'), `Acquire::http::Proxy "${recorder.url}";\n`);
    await run(['chroot', root, 'apt-get', 'update']);
    await run(['chroot', root, 'apt-get', 'install', '--yes', '--download-only', ...packages]);
  } finally {
    await run(['umount', root]);
    await recorder.close();
    await rm(layer, { recursive: true, force: true });
  }
}
