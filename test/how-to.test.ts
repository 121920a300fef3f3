import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..');
const FOLDER = join(PROJECT, 'docs/how-to');
const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md');
const textOf = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

/** Files and folders of the project that a page names. */
const named = (text: string) =>
  [...text.matchAll(/`((?:lib|test|tools|assets|docs|bin)\/[\w./-]+|[A-Z][\w.]+\.md)`/g)].map(
    ([, path = '']) => path,
  );

test.each(pages)('%s names files that exist, at most four places, and is listed', (name) => {
  const text = textOf(name);
  expect(named(text).filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
  expect(named(text).length).toBeGreaterThan(2);
  expect(text.match(/^(?:\d+\.|-) /gm)?.length).toBeLessThanOrEqual(4);
  expect(textOf('README.md')).toContain(`](${name})`);
});

test('every page that is listed is there', () => {
  const listed = [...textOf('README.md').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page);
  expect(listed.sort()).toEqual(pages.sort());
});
