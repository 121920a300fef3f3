import { nextSelector } from '../../lib/rotation/selector-name';

test.each([
  ['kitte1', [], 'kitte2'],
  ['kitte1', ['kitte2', 'kitte3'], 'kitte4'],
  ['kitte9', [], 'kitte10'],
  ['s2026', [], 's2027'],
  ['k09', [], 'k10'],
  ['mail', [], 'mail2'],
  ['a'.repeat(63), [], `${'a'.repeat(62)}2`],
])('after %s, with %j taken, comes %s', (current, taken, next) => {
  expect(nextSelector(current, taken)).toBe(next);
});
