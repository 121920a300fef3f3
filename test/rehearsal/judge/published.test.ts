import { recordVerdict } from '../../../lib/rehearsal/judge/published';

const record = (name: string, values: string[], answers: string[]) => ({
  ...{ name, type: 'A', ttl: 60, why: '' },
  ...{ values, answers },
});
const good = record('good.example', ['192.0.2.1', '192.0.2.2'], ['192.0.2.2', '192.0.2.1']);

test('every record answered as planned, in any order', () => {
  expect(recordVerdict([good])).toMatchObject({ pass: true, seen: '1 as planned', words: '' });
});

test('a missing, another and a further answer are each named', () => {
  const verdict = recordVerdict([
    good,
    record('missing.example', ['192.0.2.1'], []),
    record('other.example', ['192.0.2.1'], ['192.0.2.9']),
    record('more.example', ['192.0.2.1'], ['192.0.2.1', '192.0.2.9']),
  ]);
  expect(verdict).toMatchObject({ pass: false, expected: '4 as planned', seen: '1 as planned' });
  expect(verdict.words).toBe(
    'A missing.example: nothing; A other.example: 192.0.2.9; A more.example: 192.0.2.1 192.0.2.9',
  );
});
