import { balance } from '../../../lib/rehearsal/faults/ledger';
import type { Attempt } from '../../../lib/rehearsal/faults/load/job';
import { failuresIn } from '../../../lib/rehearsal/faults/verdict';

const attempt = (serial: string, changes: Partial<Attempt> = {}): Attempt => ({
  ...{ serial, begun: 0, at: 0, outcome: 'accepted', doubtful: false, answer: '' },
  ...changes,
});
const pass = { spf: 'pass', dkim: 'pass', dmarc: 'pass' };
const arrival = (serial: string, verdicts = pass) => ({ serial, verdicts });
const books = (attempts: Attempt[], arrived: string[], returned: string[] = []) =>
  balance({ attempts, arrived, returned });

test('a message that arrived once is all that is wanted', () => {
  expect(failuresIn({}, books([attempt('a-1')], ['a-1']), [arrival('a-1')], [])).toEqual([]);
});

test.each([
  ['lost', {}, books([attempt('a-1'), attempt('a-2')], ['a-1']), /1 lost: a-2/],
  ['twice', {}, books([attempt('a-1')], ['a-1', 'a-1']), /1 arrived or came home too often: a-1/],
  ['both', { returns: true as const }, books([attempt('a-1')], ['a-1'], ['a-1']), /too often: a-1/],
  ['home twice', { returns: true as const }, books([attempt('a-1')], [], ['a-1', 'a-1']), /too often: a-1/],
  [
    'refused for good',
    {},
    books([attempt('a-1'), attempt('a-2', { outcome: 'permanent' })], ['a-1']),
    /for good/,
  ],
  ['returned', {}, books([attempt('a-1')], [], ['a-1']), /1 messages came home/],
  ['not returned', { returns: true as const }, books([attempt('a-1')], ['a-1']), /nothing came home/],
  ['nothing tried', {}, books([], []), /nothing was accepted/],
])('reports: %s', (_, fault, balance, message) => {
  const failures = failuresIn(fault, balance, [], []);
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatch(message);
});

test('reports what arrived unsigned, and what came home unsigned or to another', () => {
  const one = books([attempt('a-1')], ['a-1']);
  const home = (serial: string, signed: boolean, rightful: boolean) => ({ serial, signed, rightful });
  const came = [home('a-2', false, true), home('a-3', true, false), home('a-4', true, true)];
  expect(failuresIn({}, one, [arrival('a-1', { ...pass, dkim: 'none' })], came)).toEqual([
    '1 arrived without a pass: a-1 (spf=pass dkim=none dmarc=pass)',
    '1 came home without a valid signature: a-2',
    '1 came home to another than the envelope sender: a-3',
  ]);
});

test('a message that should have come home and did not is lost', () => {
  const gone = books([attempt('a-1'), attempt('a-2')], [], ['a-1']);
  expect(failuresIn({ returns: true }, gone, [], [])).toEqual(['1 lost: a-2']);
});

test("a copy for each of the client's doubts is SMTP's own", () => {
  const doubt = attempt('a-1', { outcome: 'unanswered', doubtful: true });
  const sent = [doubt, attempt('a-1')];
  expect(books(sent, ['a-1', 'a-1'])).toMatchObject({ duplicated: ['a-1'], multiplied: [] });
  expect(books(sent, ['a-1', 'a-1', 'a-1'])).toMatchObject({ multiplied: ['a-1'] });
});

test('a fault that SMTP gives a copy for is not blamed for it, but for a loss and for a third', () => {
  const attempts = [attempt('a-1'), attempt('a-2')];
  const of = (arrived: string[]) => failuresIn({}, balance({ attempts, arrived, returned: [] }, 1), [], []);
  expect(of(['a-1', 'a-1'])).toEqual(['1 lost: a-2']);
  expect(of(['a-1', 'a-1', 'a-1', 'a-2'])).toEqual(['1 arrived or came home too often: a-1']);
});
