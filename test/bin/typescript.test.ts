import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'kitte-typescript-'));
afterAll(() => {
  chmodSync(directory, 0o755);
  rmSync(directory, { recursive: true, force: true });
});

/** A project of one program and one room, with the loader as it is. */
function project(name: string): string {
  const place = join(directory, name);
  for (const folder of ['bin', 'commands', 'lib', 'node_modules'])
    mkdirSync(join(place, folder), { recursive: true });
  for (const file of ['on-node.mjs', 'needs.mjs', 'typescript.mjs', 'kept.mjs', 'kitte.mjs'])
    copyFileSync(join(root, 'bin', file), join(place, 'bin', file));
  writeFileSync(join(place, 'commands/package.json'), '{ "dependencies": {} }');
  for (const name of ['esbuild', '@esbuild'])
    symlinkSync(join(root, 'node_modules', name), join(place, 'node_modules', name));
  writeFileSync(
    join(place, 'bin/kitte.ts'),
    `import { word } from '../lib/word';\nconst [, , other] = process.argv;
void import(other ?? '../lib/late.js').then((module) => console.log(word, module.default));\n`,
  );
  writeFileSync(join(place, 'lib/word.ts'), `export const word: string = 'first';\n`);
  writeFileSync(join(place, 'lib/late.ts'), `export default 'late' as string;\n`);
  return place;
}

const args = (place: string, ...rest: string[]) => [join(place, 'bin/kitte.mjs'), ...rest];

function run(place: string, ...rest: string[]) {
  const { stdout, stderr } = spawnSync(process.execPath, args(place, ...rest), { encoding: 'utf8' });
  return stdout + stderr;
}

test('a changed source is seen at once, also of the same length and time', () => {
  const place = project('changed');
  for (const word of ['first', 'other', 'third', 'first']) {
    writeFileSync(join(place, 'lib/word.ts'), `export const word: string = '${word}';\n`);
    expect(run(place)).toBe(`${word} late\n`);
  }
});

test('what is kept for another source, or is half a file, is not used', () => {
  const place = project('spoilt');
  expect(run(place)).toBe('first late\n');
  const kept = join(place, 'node_modules/.cache/kitte/lib/word.ts.js');
  const text = readFileSync(kept, 'utf8');
  expect(text).toContain('first');
  for (const spoilt of ['', text.slice(0, 20), text.replace(/^..../, '//00').replace('first', 'wrong')]) {
    writeFileSync(kept, spoilt);
    expect(run(place)).toBe('first late\n');
  }
});

test('many at once find no half of anything', async () => {
  const place = project('many');
  const children = Array.from({ length: 8 }, () => spawn(process.execPath, args(place)));
  const outputs = await Promise.all(
    children.map(async (child) => {
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text: Buffer) => (output += text.toString()));
      await once(child, 'close');
      return output;
    }),
  );
  expect(outputs).toEqual(outputs.map(() => 'first late\n'));
  const left = readdirSync(join(place, 'node_modules/.cache/kitte'), { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => /\.js\.\d+$/.test(name))).toEqual([]);
});

test('where nothing can be written, it runs all the same', () => {
  const place = project('read-only');
  // A file where the folder would be: root may write anywhere else.
  writeFileSync(join(place, 'node_modules/.cache'), '');
  expect(run(place)).toBe('first late\n');
});

test.each([
  ['mts', 'export default "module" as string;'],
  ['mjs', 'export default "module";'],
  ['js', 'export default "module";'],
  ['cjs', 'module.exports = "module";'],
  ['ts', 'import { url } from "./there.js"; export default url.startsWith("file:") ? "module" : "";'],
])('a config elsewhere may be .%s', (extension, text) => {
  const place = project(`elsewhere-${extension}`);
  writeFileSync(join(place, 'there.ts'), 'export const url: string = import.meta.url;');
  const config = join(place, `some.config.${extension}`);
  writeFileSync(config, text);
  expect(run(place, config)).toBe('first module\n');
});

test('a mistake names the file and the line; a failure has those of the source', () => {
  const place = project('mistakes');
  writeFileSync(join(place, 'lib/word.ts'), 'export const word: string = ;\n');
  expect(run(place)).toMatch(/lib\/word\.ts:1:28: ERROR/);
  writeFileSync(
    join(place, 'lib/word.ts'),
    `interface Long {\n  readonly a: string;\n}\n\nexport const word: Long = JSON.parse('{');\n`,
  );
  expect(run(place)).toMatch(/lib\/word\.ts:5:/);
});
