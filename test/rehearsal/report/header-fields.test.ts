import { headerFields, isVerdictField } from '../../../lib/rehearsal/report/header-fields';

test('a folded field is one, as it was received', () => {
  expect(headerFields('Received: from a\r\n\tby b\r\nSubject: x: y\r\n')).toEqual([
    { name: 'Received', body: 'from a\n\tby b' },
    { name: 'Subject', body: 'x: y' },
  ]);
});

test('a line that is no field is kept', () => {
  expect(headerFields('nonsense')).toEqual([{ name: '', body: 'nonsense' }]);
});

test("only the receiver's verdicts are marked", () => {
  expect(isVerdictField({ name: 'authentication-results', body: '' })).toBe(true);
  expect(isVerdictField({ name: 'X-Authentication-Results', body: '' })).toBe(false);
});
