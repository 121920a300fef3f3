import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../world/shell';
import { parseAptSources, trixieSources, type AptSource } from './apt-sources';
import { Recorder } from './recorder';

/** Debian 13, from where this host's own Debian comes. */
export async function debianSources(): Promise<AptSource[]> {
  const folder = '/etc/apt/sources.list.d';
  const names = (await readdir(folder)).filter((name) => /\.(list|sources)$/.test(name));
  const files = ['/etc/apt/sources.list', ...names.map((name) => join(folder, name))].filter(existsSync);
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return trixieSources(parseAptSources(texts.join('\n\n')));
}

/** Makes what is not there yet, whole or not at all. */
export async function once(
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

export async function debootstrap(path: string, sources: readonly AptSource[], packages: readonly string[]) {
  const lines = sources.map(({ uri, suite, components }) => `deb ${uri} ${suite} ${components.join(' ')}`);
  await run([
    ...['mmdebstrap', '--variant=minbase', `--include=${packages.join(',')}`],
    ...['--aptopt=Acquire::Languages "none"', '--aptopt=APT::Install-Recommends "false"'],
    // The cache may be older than the week for which a security release is valid.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    ...['trixie', path, ...lines],
  ]);
}

/**
 * Work in a Debian that reaches the mirror: what it changes is the upper directory's alone, and what it fetches is kept
 * beside.
 */
export async function inLayer(
  image: string,
  upper: string,
  keep: string,
  work: (apt: (...argv: string[]) => Promise<void>) => Promise<void>,
): Promise<void> {
  const [root, overlay] = [`${upper}.root`, `${upper}.work`];
  for (const path of [upper, root, overlay, keep]) await mkdir(path, { recursive: true });
  const recorder = await Recorder.start(keep);
  const options = `lowerdir=${image},upperdir=${upper},workdir=${overlay}`;
  await run(['mount', '-t', 'overlay', 'overlay', '-o', options, root]);
  const proxy = join(root, 'etc/apt/apt.conf.d/99recorder');
  try {
    await writeFile(proxy, `Acquire::http::Proxy "${recorder.url}";\n`);
    const env = ['env', 'DEBIAN_FRONTEND=noninteractive'];
    await work(async (...argv) => void (await run(['chroot', root, ...env, 'apt-get', ...argv])));
    await rm(proxy);
  } finally {
    await run(['umount', root]);
    await recorder.close();
    for (const path of [root, overlay]) await rm(path, { recursive: true, force: true });
  }
}

/** policy-rc.d, as invoke-rc.d(8) asks it: what is installed is not started, as nobody boots here. */
export const NOTHING_STARTS = '#!/bin/sh\nexit 101\n';

/** A layer over an image: its packages more. */
export async function installedOver(image: string, path: string, packages: readonly string[]): Promise<void> {
  const fetched = `${path}.fetched`;
  try {
    await mkdir(join(path, 'usr/sbin'), { recursive: true });
    await writeFile(join(path, 'usr/sbin/policy-rc.d'), NOTHING_STARTS, { mode: 0o755 });
    await inLayer(image, path, fetched, async (apt) => {
      await apt('update');
      await apt('install', '--yes', '--no-install-recommends', ...packages);
      await apt('clean');
    });
    await rm(join(path, 'var/lib/apt/lists'), { recursive: true, force: true });
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}
