import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { preProcessFile } from 'typescript';

const ROOT = join(__dirname, '../..');

/** A way along imports, in any form and of types too, that comes back to where it began: nothing when there is none. */
function circleIn(texts: Readonly<Record<string, string>>): string[] | undefined {
  const found = (from: string, name: string) => {
    const path = join(from, '..', name).replace(/\.js$/, '');
    return [path, `${path}.ts`, `${path}/index.ts`].filter((one) => one in texts);
  };
  const left = new Map(
    Object.entries(texts).map(([path, text]) => {
      const names = preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
      return [path, names.filter((name) => name.startsWith('.')).flatMap((name) => found(path, name))];
    }),
  );
  // Takes away what imports nothing that is left, until each file of the rest imports one of the rest.
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [path, imports] of left) if (!imports.some((one) => left.has(one))) left.delete(path);
  }
  const way = [...left.keys()].slice(0, 1);
  for (let here = way[0]; here !== undefined; way.push(here)) {
    here = left.get(here)?.find((one) => left.has(one)) ?? '';
    if (way.includes(here)) return [...way.slice(way.indexOf(here)), here];
  }
  return undefined;
}

test('no file hangs on itself through others, by types neither', () => {
  const paths = globSync(['{lib,bin,tools,test}/**/*.ts', '*.ts'], { cwd: ROOT });
  expect(paths.length).toBeGreaterThan(1000);
  const texts = paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const);
  expect(circleIn(Object.fromEntries(texts))).toBeUndefined();
});

test.each(["import type { B } from './b'", "export type B = import('./b.js').B", "void import('./b')"])(
  '%s closes a circle',
  (line) => {
    const others = {
      'y.ts': "import './x/a'",
      'x/b.ts': "import '../c'",
      'c/index.ts': "export * from '../x/a'",
    };
    expect(circleIn({ ...others, 'x/a.ts': line })).toHaveLength(4);
    expect(circleIn({ ...others, 'x/a.ts': '' })).toBeUndefined();
  },
);
