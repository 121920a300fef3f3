import type { Row, VerdictWord } from '../../../lib/checks/row';
import { verdictOf } from '../../../lib/constructs/verify/verdict';

const row = (id: string, verdict: VerdictWord, seen = 'this'): Row => ({
  id,
  verdict,
  seen,
  subject: 'a subject',
  expected: 'that',
  why: 'because',
  next: 'Mend it.',
  runbook: `docs/runbook.md#check-${id}`,
});
const two = [row('spf', 'pass'), row('address', 'pass')];

test('all pass: the count, without what was skipped or follows from other rows', () => {
  const rows = [...two, row('blocklist', 'skip'), row('gmail', 'fail')];
  expect(verdictOf(rows)).toEqual({ good: true, text: 'pass: 2 of 2' });
});

test('a warning is named and stops nothing', () => {
  expect(verdictOf([...two, row('address-v6', 'warn')])).toEqual({
    good: true,
    text: 'warn: 2 of 3; address-v6 (a subject): this, expected that. Next: Mend it.',
  });
});

test('a failure comes before a warning, each with the next step', () => {
  expect(verdictOf([row('address-v6', 'warn'), row('spf', 'fail'), ...two])).toEqual({
    good: false,
    text: 'fail: 2 of 4; spf (a subject): this, expected that. Next: Mend it.; address-v6 (a subject): this, expected that. Next: Mend it.',
  });
});

test.each([
  ['many', Array.from({ length: 40 }, (_, index) => row(`check-${String(index)}`, 'fail'))],
  ['a long one', [row('spf', 'fail', 'x'.repeat(5000))]],
  ['long ones of many bytes', [row('spf', 'fail', '切手'.repeat(900)), row('srv', 'fail')]],
])('%s fit into an output, and say what is left out', (_, rows) => {
  const { text } = verdictOf(rows);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1000);
  expect(Buffer.byteLength(text)).toBeGreaterThan(700);
  expect(text).toMatch(rows.length > 1 ? /\d+ more, which npm run kitte -- doctor shows$/ : /\.\.\.$/);
});
