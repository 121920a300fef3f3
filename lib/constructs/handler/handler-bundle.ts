import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { KeptValues } from '../../kept/kept-values';
import { bundle, bundleOptions } from './bundle';

const PROJECT = join(__dirname, '../../..');

/** Where the package has the bundle of a handler, below the place of its files. */
export const bundleOf = (root: string, name: string) =>
  join(root, 'handlers', `${name.split(sep).join('.').replace(/\.ts$/, '')}.js`);

/** What decides which files the imports mean, and which esbuild there is, besides the files themselves. */
const AROUND = ['package-lock.json', 'pnpm-lock.yaml', 'tsconfig.json'];

interface Bundle {
  /** From the project's root, with the hash of what was read. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly code: string;
}

/**
 * A handler file and what it imports as one readable file. The same bytes wherever the project is cloned, as esbuild's
 * comments name files from the project's root. The package has it ready; in the project it is kept, and made anew when a file that went in is another one.
 */
export function handlerBundle(entry: string, folder?: string): string {
  const name = relative(PROJECT, entry);
  const ready = bundleOf(PROJECT, name);
  if (existsSync(ready)) return readFileSync(ready, 'utf8');
  const kept = new KeptValues<Bundle>(`handlers/${name.split(sep).join('.')}`, 2, folder);
  const key = hash(JSON.stringify([bundleOptions(PROJECT), name, AROUND.map(read)]));
  const found = kept.get(key);
  if (
    found !== undefined &&
    Object.entries(found.inputs).every(([file, known]) => known === hash(read(file)))
  )
    return found.code;
  const begun = Date.now();
  const { inputs, code } = bundle(PROJECT, name);
  // A file that was saved meanwhile may have been read before.
  if (inputs.every((file) => statSync(join(PROJECT, file)).mtimeMs < begun - 1000))
    kept.set(key, { inputs: Object.fromEntries(inputs.map((file) => [file, hash(read(file))])), code });
  return code;
}

function read(file: string): string {
  try {
    return readFileSync(join(PROJECT, file), 'utf8');
  } catch {
    return '';
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
