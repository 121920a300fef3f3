import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { buildSync, type BuildOptions } from 'esbuild';

import { bundle } from '../../lib/constructs/handler/bundle';
import { bundleOf } from '../../lib/constructs/handler/handler-bundle';

/**
 * The package's `dist/`: the library file by file as CommonJS, which ES modules import by name too; the Lambda functions, bundled
 * once and for all, and the machine's files. `--types` writes the declarations instead, which take TypeScript seconds.
 */
const PROJECT = join(__dirname, '../..');
const DIST = join(PROJECT, 'dist');
const ENTRIES = ['library.ts', 'index.ts'];
const TYPES = join(DIST, 'types');

const OPTIONS = {
  absWorkingDir: PROJECT,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  logLevel: 'warning',
} satisfies BuildOptions;

function javaScript(): void {
  for (const part of ['lib', 'handlers', 'assets'])
    rmSync(join(DIST, part), { recursive: true, force: true });
  const { metafile } = buildSync({
    ...OPTIONS,
    ...{ entryPoints: ENTRIES, bundle: true, packages: 'external', outdir: DIST, write: false },
    metafile: true,
  });
  // Each by itself: files find what lies beside them by their own place.
  buildSync({ ...OPTIONS, entryPoints: Object.keys(metafile.inputs), outdir: DIST, outbase: PROJECT });
  for (const entry of globSync('lib/**/*.handler.ts', { cwd: PROJECT })) {
    const place = bundleOf(DIST, entry);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bundle(PROJECT, entry).code);
  }
  cpSync(join(PROJECT, 'assets/machine'), join(DIST, 'assets/machine'), {
    recursive: true,
    filter: (name) => !name.includes('__pycache__'),
  });
}

function types(): void {
  rmSync(TYPES, { recursive: true, force: true });
  const { status } = spawnSync(
    process.execPath,
    [
      join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'),
      '-p',
      join(__dirname, 'tsconfig.json'),
    ],
    { cwd: PROJECT, stdio: 'inherit' },
  );
  if (status !== 0) throw new Error('The declarations could not be written: see above.');
}

if (process.argv.includes('--types')) types();
else javaScript();
