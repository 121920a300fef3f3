import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { BuildOptions } from 'esbuild';

export interface Made {
  /** What went in, from the project's root. */
  readonly inputs: readonly string[];
  readonly code: string;
}

/** How a handler of the project at this path is bundled. */
export function bundleOptions(project: string) {
  return {
    absWorkingDir: project,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    // Part of the Lambda runtime.
    external: ['@aws-sdk/*'],
    // A library's name is its place below node_modules, wherever that leads. pnpm alone puts the libraries that a
    // library needs beside its real place: https://pnpm.io/symlinked-node-modules-structure
    preserveSymlinks: !existsSync(join(project, 'node_modules/.pnpm')),
    logLevel: 'error',
  } satisfies BuildOptions;
}

/** One readable file of the entry, named from the project's root, and of all that it imports. */
export function bundle(project: string, entry: string): Made {
  // Loaded when there is something to make.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const { outputFiles, metafile } = buildSync({
    ...bundleOptions(project),
    entryPoints: [entry],
    outfile: 'index.js',
    write: false,
    metafile: true,
  });
  return { inputs: Object.keys(metafile.inputs), code: outputFiles.map(({ text }) => text).join('') };
}
