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
  expect(new Set(places(japanese))).toEqual(new Set(places(english)));
  expect(english).toContain('(README.ja.md)');
  expect(japanese).toContain('(README.md)');
});

test('names, files and commands in the text are the same', () => {
  const names = (text: string) => new Set(all(text.replace(/^```[\s\S]*?^```$/gm, ''), /`[^`\n]+`/g));
  expect(names(japanese)).toEqual(names(english));
});
