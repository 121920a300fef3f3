import { globSync, readFileSync } from 'node:fs';
import { createRequire, enableCompileCache, Module } from 'node:module';
import { extname, join, relative, sep } from 'node:path';

import { Kept } from './kept.mjs';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const cache = join(root, 'node_modules', '.cache', 'kitte');

const LOADERS = { '.ts': 'ts', '.mts': 'ts', '.cts': 'ts', '.js': 'js', '.mjs': 'js' };

/** How esbuild makes CommonJS of a file. */
const OPTIONS = {
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  sourcemap: 'inline',
  sourcesContent: false,
  // A lazy import may be of TypeScript too, which require() alone knows; it takes ES modules since Node 22.12.
  supported: { 'dynamic-import': false },
  define: {
    'import.meta.url': '__importMetaUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
  logLevel: 'silent',
};
const META = 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;';

const kept = new Kept(root, cache, JSON.stringify([OPTIONS, META, require('esbuild/package.json').version]));

/**
 * From here on `require()` takes TypeScript, and a config that is an ES module, wherever they lie; it is returned. What
 * esbuild makes of a file is kept beside the packages, and V8's code of it: a start costs neither esbuild nor parsing.
 */
export function typescript() {
  enableCompileCache(join(cache, 'v8'));
  process.setSourceMapsEnabled(true);
  const plain = Module._extensions['.js'];
  for (const extension of Object.keys(LOADERS))
    Module._extensions[extension] = (module, file) => {
      if (file.includes(`${sep}node_modules${sep}`) && extension !== '.ts') return plain(module, file);
      const source = readFileSync(file, 'utf8');
      if (extension === '.js' && !/\b(?:import|export)\b/.test(source)) return plain(module, file);
      return module._compile(compiled(file, source), file, 'commonjs');
    };
  const resolve = Module._resolveFilename;
  // TypeScript names a module by the file that it will become: './x.js' may be x.ts.
  Module._resolveFilename = function (request, parent, ...rest) {
    try {
      return resolve.call(this, request, parent, ...rest);
    } catch (error) {
      if (!/^\.{0,2}\/.*\.[cm]?js$/.test(request) || !/\.[cm]?ts$/.test(parent?.filename ?? '')) throw error;
      return resolve.call(this, request.replace(/js$/, 'ts'), parent, ...rest);
    }
  };
  return require;
}

function compiled(file, source) {
  const found = kept.get(file, source);
  if (found !== undefined) return found;
  if (isOurs(file)) makeAll();
  return kept.get(file, source) ?? kept.set(file, source, transformed(file, source));
}

function transformed(file, source) {
  const options = { ...OPTIONS, loader: LOADERS[extname(file)], sourcefile: file };
  return withMeta(source, require('esbuild').transformSync(source, options).code);
}

/** On the first line, so that no other moves. */
const withMeta = (source, code) => (source.includes('import.meta') ? META + code : code);

const isOurs = (file) => /^(?:bin|lib|tools)[/\\]|^index\.ts$/.test(relative(root, file));

let madeAll = false;

/** One run of esbuild makes the whole project in the time of ten single files. */
function makeAll() {
  if (madeAll) return;
  madeAll = true;
  const missing = new Map();
  for (const name of globSync('{bin,lib,tools}/**/*.ts', { cwd: root })) {
    const file = join(root, name);
    const source = readFileSync(file, 'utf8');
    if (kept.get(file, source) === undefined) missing.set(file, source);
  }
  if (missing.size < 10) return;
  const places = { outdir: root, outbase: root };
  try {
    const made = require('esbuild').buildSync({
      ...OPTIONS,
      ...places,
      entryPoints: [...missing.keys()],
      write: false,
    });
    for (const { path, text } of made.outputFiles) {
      const file = path.replace(/\.js$/, '.ts');
      const source = missing.get(file);
      // esbuild reads by itself: the file may have been saved in between.
      if (readFileSync(file, 'utf8') === source) kept.set(file, source, withMeta(source, text));
    }
  } catch {
    // A mistake in one file: told when it comes to that file.
  }
}
