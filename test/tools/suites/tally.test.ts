import { execFileSync } from 'node:child_process';

import { countsIn } from '../../../tools/suites/check';
import { closing } from '../../../tools/suites/closing';
import { plan } from '../../../tools/suites/plan';
import { type Case, progress, repeat, Tally } from '../../../tools/suites/tally';

const path = 'test/rehearsal/e2e/a/x.test.ts';
const one = (changes: Partial<Case>): Case => ({
  ...{ file: path, title: 'it works', passed: true, skipped: false, begun: 1_000, ended: 3_000, message: '' },
  ...changes,
});
const lanes = plan([{ suite: 'a', path, seconds: 1 }], { deploy: 1, most: 9 });
const end = (tally: Tally, checked = { passed: 0, failed: 0 }) =>
  closing(['a'], lanes, tally, checked, 0, 90_000);

test('the command that repeats a case survives a shell, and its title a pattern', () => {
  const title = "`fail`: what's (not) seen costs $5 [or more]?";
  const command = repeat({ file: path, title });
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command.slice('npx '.length)}`], {
    encoding: 'utf8',
  });
  const [jest, file, option, pattern = ''] = words.split('\n');
  expect([jest, file, option]).toEqual(['jest', path, '-t']);
  expect(new RegExp(pattern).test(title)).toBe(true);
  expect(new RegExp(pattern).test('fail: what is seen')).toBe(false);
});

test('the last line counts everything, the check too', () => {
  const tally = new Tally();
  tally.cases.push(
    one({}),
    one({ title: 'later' }),
    one({ title: 'left out', passed: false, skipped: true }),
  );
  expect(end(tally, { passed: 40, failed: 0 }).split('\n')).toEqual([
    '',
    'a: 2 passed, 0 failed, in 1 files',
    '1.5 minutes',
    '42 passed, 0 failed',
  ]);
});

test('a failure says what failed, why, and how to repeat it alone', () => {
  const tally = new Tally();
  tally.cases.push(one({}), one({ title: 'it breaks', passed: false, message: 'Error: it broke' }));
  expect(end(tally)).toContain(
    `FAILED ${path}: it breaks\nError: it broke\nAlone: npx jest ${path} -t 'it breaks'\n`,
  );
  expect(end(tally)).toMatch(/\n1 passed, 1 failed$/);
});

test('a lane that broke before its first test is a failure', () => {
  const tally = new Tally();
  tally.broken.push({ lane: lanes[0]!, why: 'jest ended with SIGKILL' });
  expect(end(tally)).toContain(`jest ended with SIGKILL\nAlone: npx jest ${path}`);
  expect(end(tally)).toMatch(/\n0 passed, 1 failed$/);
});

test('how far it is, in one line', () => {
  const tally = { passed: 7, failed: 1 };
  const line = progress(125, 340, { files: 3, all: 9, running: ['a', 'b'] }, tally);
  expect(line).toBe('2 min: 3 of 9 files, 7 tests passed, 1 failed; about 6 min to go. Now: a, b');
});

test('what a file took is from the begin of its first case to the end of its last', () => {
  const tally = new Tally();
  tally.cases.push(one({}), one({ begun: 20_000, ended: 24_000 }), one({ file: 'other' }));
  expect([...tally.seconds()]).toEqual([
    [path, 23],
    ['other', 2],
  ]);
});

test('the check says how many tests it ran, in colour or without', () => {
  expect(countsIn('Tests:       2 skipped, 740 passed, 742 total\n')).toEqual({ passed: 740, failed: 0 });
  const coloured = '\u001b[1mTests:\u001b[22m       \u001b[31m1 failed\u001b[39m, 3 passed, 4 total\n';
  expect(countsIn(coloured)).toEqual({ passed: 3, failed: 1 });
  expect(countsIn('no tests')).toEqual({ passed: 0, failed: 0 });
});
