import { answersAsWritten, conclude } from '../../../lib/rehearsal/report/result';
import { ACCEPTED, FINDINGS, RETURNED } from './sample';

test('it is ok only when every verdict is as expected', () => {
  expect(ACCEPTED.ok).toBe(true);
  expect(RETURNED.ok).toBe(false);
});

test('nothing judged is no success', () => {
  expect(conclude({ ...FINDINGS, messages: [], verdicts: [] }).ok).toBe(false);
  expect(conclude({ ...FINDINGS, messages: [] }).ok).toBe(false);
  expect(
    conclude({ ...FINDINGS, messages: FINDINGS.messages.map((each) => ({ ...each, verdicts: [] })) }).ok,
  ).toBe(false);
});

test('a refusal that did not happen spoils it though the mail arrived', () => {
  const verdicts = FINDINGS.verdicts.map((verdict) => ({ ...verdict, seen: '250', pass: false }));
  expect(conclude({ ...FINDINGS, verdicts }).ok).toBe(false);
});

test('the order within a record set means nothing, its contents everything', () => {
  const record = { name: 'example.com', type: 'CAA', ttl: 60, why: '', values: ['a', 'b'] };
  expect(answersAsWritten({ ...record, answers: ['b', 'a'] })).toBe(true);
  expect(answersAsWritten({ ...record, answers: ['a'] })).toBe(false);
  expect(answersAsWritten({ ...record, answers: [] })).toBe(false);
});
