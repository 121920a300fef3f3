import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { buildSync } from 'esbuild';

/**
 * How a TypeScript program of the world is started: bundled once a run, as Node then starts it at once, while a loader
 * costs a second of computing for every letter that the client posts.
 */
export function nodeProgram(directory: string, entry: string): string[] {
  const outfile = join(directory, 'programs', `${basename(dirname(entry))}-${basename(entry, '.ts')}.cjs`);
  if (!existsSync(outfile))
    buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', target: 'node22' });
  return [process.execPath, outfile];
}
