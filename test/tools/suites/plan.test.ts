import { isQuiet, longest, plan, type TestFile, toGo } from '../../../tools/suites/plan';

const file = (path: string, seconds: number): TestFile => ({
  suite: path.split('/')[0] ?? '',
  path: `test/rehearsal/e2e/${path}`,
  seconds,
});
const pace = { deploy: 30, most: 100 };

test('the files of a folder share a lane, which deploys once; the longest comes first', () => {
  const lanes = plan([file('a/b/x.test.ts', 10), file('a/c/y.test.ts', 40), file('a/b/z.test.ts', 20)], pace);
  expect(lanes.map(({ name, seconds, files }) => [name, seconds, files.length])).toEqual([
    ['a-c', 70, 1],
    ['a-b', 60, 2],
  ]);
});

test('a folder that takes long gets several servers, and no file is lost or run twice', () => {
  const files = [90, 80, 70, 20, 10].map((seconds, at) => file(`a/x${String(at)}.test.ts`, seconds));
  const lanes = plan(files, pace);
  expect(lanes.map(({ seconds }) => seconds)).toEqual([120, 120, 120]);
  expect(
    lanes.flatMap((lane) => lane.files.map(({ path }) => path)).sort((a, b) => a.localeCompare(b)),
  ).toEqual(files.map(({ path }) => path));
  expect(new Set(lanes.map(({ name }) => name)).size).toBe(lanes.length);
});

test('few files are spread over more servers than many', () => {
  const files = [90, 80, 70].map((seconds, at) => file(`a/x${String(at)}.test.ts`, seconds));
  expect([1, 3, 4].map((places) => longest(files, pace, places))).toEqual([100, 80, 60]);
});

test('what measures time has lanes of its own, after all others', () => {
  const lanes = plan([file('a/x.quiet.test.ts', 500), file('a/y.test.ts', 1)], pace);
  expect(lanes.map(({ name, quiet }) => [name, quiet])).toEqual([
    ['a', false],
    ['a-quiet', true],
  ]);
  expect([isQuiet('a/quiet.test.ts'), isQuiet('a/x.quiet.test.ts')]).toEqual([false, true]);
});

test('what is left: each place takes the next as soon as it is free', () => {
  expect(toGo([], [], 2)).toBe(0);
  expect(toGo([10, 30], [], 2)).toBe(30);
  expect(toGo([10, 30], [20, 5], 2)).toBe(35);
  expect(toGo([], [50, 20, 20, 20], 2)).toBe(60);
});
