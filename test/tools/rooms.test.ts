import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import boundaries from 'eslint-plugin-boundaries';
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';

const ROOT = join(__dirname, '../..');

interface Rooms {
  /** Each with the rooms that it may import. */
  readonly rooms: Readonly<Record<string, readonly string[]>>;
  readonly importRules: (plugin: typeof boundaries) => Linter.Config;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { rooms, importRules } = require('../../tools/rooms.cjs') as Rooms;
const names = Object.keys(rooms);

const linter = new Linter({ cwd: ROOT });
const config = { files: ['**/*.{ts,mjs}'], languageOptions: { parser }, ...importRules(boundaries) };

/** What is refused in a file with these lines: the line and the rule. */
const refused = (file: string, ...lines: string[]): (readonly [string | undefined, string])[] =>
  linter
    .verify(lines.join('\n'), [config], { filename: join(ROOT, file) })
    .map(({ line, ruleId, message }) => [lines[line - 1], ruleId ?? message]);

const place = (room: string): string => [room, `lib/${room}`].find((one) => folders.has(one)) ?? `${room}.ts`;

const folders = new Set(
  ['.', 'lib', 'test'].flatMap((parent) =>
    readdirSync(join(ROOT, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(parent, name)),
  ),
);

/** A file of a room that is there. */
function fileOf(room: string): string {
  const at = place(room);
  if (at.endsWith('.ts')) return at;
  const inside = names.map(place).filter((other) => other.startsWith(`${at}/`));
  const found = readdirSync(join(ROOT, at), { recursive: true, encoding: 'utf8' })
    .map((name) => join(at, name))
    .sort()
    .find((name) => name.endsWith('.ts') && !inside.some((other) => name.startsWith(`${other}/`)));
  if (found === undefined)
    throw new Error(`${at} has no TypeScript file: take ${room} out of tools/rooms.cjs.`);
  return found;
}

const real = new Map(names.map((room) => [room, fileOf(room)]));

/** As one file would write it of another. */
function path(from: string, to: string): string {
  const way = relative(join(from, '..'), to).replace(/\.ts$/, '');
  return way.startsWith('.') ? way : `./${way}`;
}

const FORMS: Readonly<Record<string, (from: string) => string>> = {
  import: (from) => `import { x } from '${from}';`,
  'import for its effect': (from) => `import '${from}';`,
  'import type': (from) => `import type { X } from '${from}';`,
  'an inline type': (from) => `import { type X } from '${from}';`,
  'a type by import()': (from) => `export type X = import('${from}').X;`,
  'typeof import()': (from) => `export type X = typeof import('${from}');`,
  export: (from) => `export { x } from '${from}';`,
  'export type': (from) => `export type { X } from '${from}';`,
  'export *': (from) => `export * from '${from}';`,
  'import()': (from) => `void import('${from}');`,
  'import() by the name of what is emitted': (from) => `void import('${from}.js');`,
  require: (from) => `require('${from}');`,
  'import = require': (from) => `import x = require('${from}');`,
};

const tried = (form: (from: string) => string, from: string, others: readonly string[]) => {
  const file = real.get(from) ?? '';
  return others.map((other) => form(path(file, real.get(other) ?? '')));
};
const may = (from: string, to: string) => from === to || rooms[from]?.includes(to) === true;

test.each(names)('%s: every direction that is not listed is refused, every other one accepted', (from) => {
  const forbidden = names.filter((to) => !may(from, to));
  const type = FORMS['import type'] as (from: string) => string;
  const lines = tried(type, from, names);
  expect(new Set(lines).size).toBe(names.length);
  expect(refused(real.get(from) ?? '', ...lines)).toEqual(
    tried(type, from, forbidden).map((line) => [line, 'boundaries/dependencies']),
  );
});

test.each(Object.entries(FORMS))('%s is seen', (_name, form) => {
  const [wrong, right] = [tried(form, 'config', ['cli']), tried(form, 'cli', ['config'])];
  expect(refused(real.get('config') ?? '', ...wrong)).toEqual([[wrong[0], 'boundaries/dependencies']]);
  expect(refused(real.get('cli') ?? '', ...right)).toEqual([]);
});

test.each(['lib/new/file.ts', 'lib/file.ts', 'new/file.ts', 'file.ts'])('%s is in no room', (file) => {
  expect(refused(file, 'export {};')).toEqual([['export {};', 'boundaries/no-unknown-files']]);
});

test('what is in no room cannot be imported', () => {
  const manifest = `import '../../package.json';`;
  expect(refused('lib/cli/file.ts', manifest, `import 'node:fs';`, `import 'zod';`)).toEqual([
    [manifest, 'boundaries/no-unknown-dependencies'],
  ]);
});

test('the rooms of lib/ are the folders of lib/', () => {
  const there = [...folders].filter((folder) => folder.startsWith('lib/'));
  expect(
    names
      .map(place)
      .filter((at) => at.startsWith('lib/'))
      .sort(),
  ).toEqual(there.sort());
});

test('nothing in lib/ may import what builds on it, and the local account nothing of Kitte', () => {
  const lib = names.filter((room) => place(room).startsWith('lib/'));
  expect(lib.flatMap((room) => rooms[room] ?? []).filter((room) => !lib.includes(room))).toEqual([]);
  expect(rooms['local-aws']).toEqual([]);
  expect(rooms['test/local-aws']).toEqual(['local-aws', 'test/fixtures']);
});
