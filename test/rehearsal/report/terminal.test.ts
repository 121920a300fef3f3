import { lookOf, renderShort, renderTerminal, verdictTable } from '../../../lib/rehearsal/report/terminal';
import { wrapped } from '../../../lib/rehearsal/report/wrapping';
import { ACCEPTED, RETURNED } from './sample';

const plain = { colour: false, width: 100 };

test("an accepted rehearsal says so, with the receiver's words", () => {
  const text = renderTerminal(ACCEPTED, plain);
  expect(text).toContain('✓  SPF     pass');
  expect(text).toContain('dmarc=pass (policy=reject) header.from=example.com');
  expect(text).toContain('The mail is accepted. 13 of 13 verdicts as expected, in 74 s.');
});

test('a returned one shows what was expected and what the DNS lacks', () => {
  const text = renderTerminal(RETURNED, plain);
  expect(text).toContain('✗  FCrDNS  fail');
  expect(text).toContain('expected: pass');
  expect(text).toContain('the DNS answers: nothing');
  expect(text).toContain('The mail is not accepted yet. 11 of 13');
});

test('the short form counts what is as expected, and shows in full what is not', () => {
  const accepted = renderShort(ACCEPTED, plain);
  expect(accepted.trimEnd().split('\n').length).toBeLessThan(12);
  expect(accepted).toMatch(/, port \d+: \d+ of \d+ as expected$/m);
  expect(accepted).toContain('The mail is accepted. 13 of 13 verdicts as expected, in 74 s.');
  expect(accepted).not.toContain('✗');
  const returned = renderShort(RETURNED, plain);
  expect(returned).toContain('✗  FCrDNS  fail');
  expect(returned).toContain('the DNS answers: nothing');
  expect(returned).toContain('The mail is not accepted yet. 11 of 13');
  expect(returned).not.toContain('✓');
});

test.each([50, 100])('no line is wider than %d columns', (width) => {
  const lines = renderTerminal(RETURNED, { colour: false, width }).split('\n');
  expect(lines.filter((line) => line.length > width)).toEqual([]);
});

test('a received escape sequence does not reach the terminal', () => {
  const verdict = { id: 'spf', subject: 'a', expected: 'pass', seen: 'pass', pass: true } as const;
  const text = verdictTable([{ ...verdict, words: 'nice\u001b[2J\u009b1mtry' }], plain);
  expect(text).toContain('nice⟨U+001B⟩[2J⟨U+009B⟩1mtry');
});

test('colour is for a person who looks at it and has not declined it', () => {
  expect(lookOf({ isTTY: true, columns: 90 }, {})).toEqual({ colour: true, width: 90 });
  expect(lookOf({ isTTY: true }, { NO_COLOR: '1' }).colour).toBe(false);
  expect(lookOf({}, {}).colour).toBe(false);
  expect(renderTerminal(RETURNED, plain)).not.toContain('\u001b');
  expect(renderTerminal(RETURNED, { ...plain, colour: true })).toContain('\u001b[31m✗\u001b[0m');
});

test('text breaks at spaces, and a word without one is cut', () => {
  expect(wrapped('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrapped('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
});
