import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const read = (name: string) => readFileSync(resolve(__dirname, '..', name), 'utf8');
const english = read('README.md');
const japanese = read('README.ja.md');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([whole]) => whole);
const places = (text: string) =>
  [...text.matchAll(/\]\((.+?)\)/g)].map(([, to = '']) => to).filter((to) => !/^README/.test(to));

test.each([
  ['code blocks', /^```[\s\S]*?^```$/gm],
  ['headings', /^#+ /gm],
  ['what AWS is to be told', /^> .*$/gm],
  ['prices', /\$\d+\.\d+/g],
  ['list items', /^- /gm],
])('the Japanese README has the same %s', (_, pattern) => {
  expect(all(japanese, pattern)).toEqual(all(english, pattern));
  expect(all(english, pattern).length).toBeGreaterThan(0);
});

test('it leads to the same places, and each leads to the other', () => {
  // A page that is there in Japanese too is linked in Japanese.
  const led = places(japanese).map((place) => place.replace(/\.ja\.md$/, '.md'));
  expect(new Set(led)).toEqual(new Set(places(english)));
  expect(english).toContain('(README.ja.md)');
  expect(japanese).toContain('(README.md)');
});

test('names, files and commands in the text are the same', () => {
  const names = (text: string) => new Set(all(text.replace(/^```[\s\S]*?^```$/gm, ''), /`[^`\n]+`/g));
  expect(names(japanese)).toEqual(names(english));
});

test("the promises' figures are those of the page that the suites' results made", () => {
  const together = read('docs/promises.md')
    .split('\n')
    .filter((line) => line.startsWith('| together'))
    .map((line) => all(line, /\d+/g));
  expect(together).toHaveLength(2);
  const rows = english.split('\n').filter((line) => /^\| (Nobody sends|What was accepted)/.test(line));
  expect(rows).toHaveLength(2);
  const [
    [tried, refused, accepted, failed] = [],
    [cases, taken, delivered, returned, lost, duplicated] = [],
  ] = together;
  expect(rows[0]).toMatch(
    new RegExp(
      `${String(tried)} cases .*${String(refused)} refused or clean, ${String(accepted)} accepted as they should be, ${String(failed)} failed`,
    ),
  );
  expect(rows[1]).toMatch(
    new RegExp(
      `${String(cases)} faults, ${String(taken)} accepted .*${String(delivered)} delivered, ${String(returned)} returned, ${String(lost)} lost, ${String(duplicated)} duplicated`,
    ),
  );
  const figures = (text: string) =>
    new Set(
      text
        .split('\n')
        .filter((line) => /^\| (Nobody|What was accepted|権限|250)/.test(line))
        .flatMap((line) => all(line.replace(/250/g, ''), /\d+/g)),
    );
  expect(figures(japanese)).toEqual(figures(english));
});
