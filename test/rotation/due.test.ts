import { dueOf } from '../../lib/rotation/due';

const made = new Date('2026-01-01T00:00:00Z');

test.each([
  ['2026-01-01T00:00:00Z', false],
  ['2026-12-31T23:59:59Z', false],
  ['2027-01-01T00:00:00Z', true],
  ['2030-01-01T00:00:00Z', true],
])('a key of the first of January 2026 is due on %s: %s', (now, due) => {
  expect(dueOf({ value: made }, new Date(now)).value).toEqual({
    made,
    from: new Date('2027-01-01T00:00:00Z'),
    now: due,
  });
});

test('of a key whose age is not known nothing is said', () => {
  expect(dueOf({ unknown: 'no credentials' }, made)).toEqual({ unknown: 'no credentials' });
});
