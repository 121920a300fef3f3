import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build as esbuild, type Plugin } from 'esbuild';

const root = resolve(__dirname, '../..');
/** Below node_modules, where the packages that stay outside are found. */
const directory = join(root, 'node_modules/.cache/kitte-cli');
const file = join(directory, `${String(process.pid)}-${String(Date.now())}.cjs`);

/** The sources find their assets beside themselves. */
const whereTheyLie: Plugin = {
  name: 'where-they-lie',
  setup(build) {
    build.onLoad({ filter: /\/(bin|lib)\/.*\.ts$/ }, ({ path }) => {
      const place = `const __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};`;
      return { contents: place + readFileSync(path, 'utf8'), loader: 'ts' };
    });
  },
};

let made: Promise<string> | undefined;

/**
 * bin/kitte.ts in one file: a command starts in a third of the processor's time, and a test file starts a dozen. What ships
 * is bin/kitte.mjs, which the tests of `zone` and `rehearse` start.
 */
export function bundledKitte(): Promise<string> {
  made ??= bundle();
  return made;
}

/** For `afterAll`. */
export function removeBundle(): void {
  rmSync(file, { force: true });
}

async function bundle(): Promise<string> {
  mkdirSync(directory, { recursive: true });
  await esbuild({
    entryPoints: [join(root, 'bin/kitte.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['esbuild', 'fengari', 'tsx', 'typescript'],
    // Configs are TypeScript, and loaded with require().
    banner: { js: "require('tsx/cjs/api').register();" },
    plugins: [whereTheyLie],
    logLevel: 'error',
  });
  return file;
}
