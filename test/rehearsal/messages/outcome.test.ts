import type { Case, Right } from '../../../lib/rehearsal/messages/case';
import { CASES } from '../../../lib/rehearsal/messages/cases';
import { type Facts, outcomeOf } from '../../../lib/rehearsal/messages/outcome';
import { everyMessage, totals } from '../../../lib/rehearsal/messages/table';

const one = (right: Right): Case => ({ id: 'a', kind: 'k', what: 'w', client: 'smtplib', right });
const facts = (reply: string, more: Partial<Facts> = {}): Facts => ({
  said: '',
  submissions: [{ from: '', recipients: [], content: '', reply }],
  expected: ['plain', 'bare'],
  arrived: [],
  verdicts: [],
  ...more,
});
const failures = (right: Right, some: Facts) => outcomeOf(one(right), some).failures;
const subject: Right = { kind: 'refused', words: [/Subject/] };

test('what must arrive arrives everywhere, with every verdict', () => {
  const good = facts('250 ok', {
    arrived: ['plain', 'bare'],
    verdicts: [{ name: 'plain whole', problem: '' }],
  });
  expect(failures({ kind: 'whole' }, good)).toEqual([]);
  expect(failures({ kind: 'whole' }, facts('250 ok', { arrived: ['plain'] }))).toEqual([
    'did not arrive at bare',
  ]);
  expect(failures({ kind: 'whole' }, facts('550 5.7.1 no'))).toEqual(['refused: 550 5.7.1 no']);
  const cut = facts('250 ok', {
    arrived: ['plain', 'bare'],
    verdicts: [{ name: 'bare 998', problem: 'cut' }],
  });
  expect(failures({ kind: 'whole' }, cut)).toEqual(['bare 998: cut']);
});

test('what must be refused is refused for good, in words', () => {
  expect(failures(subject, facts('550 5.7.1 Subject is there twice'))).toEqual([]);
  expect(failures(subject, facts('550 5.7.1 Command rejected'))).toHaveLength(1);
  expect(failures(subject, facts('451 4.7.1 Subject'))).toHaveLength(1);
  expect(failures(subject, facts('250 ok', { arrived: ['plain', 'bare'] }))).toEqual([
    'accepted: it must be refused',
  ]);
});

test('either is whole or refused, never put off', () => {
  const right: Right = { kind: 'either', words: [/From/] };
  expect(failures(right, facts('250 ok', { arrived: ['plain', 'bare'] }))).toEqual([]);
  expect(failures(right, facts('550 5.6.0 From cannot be'))).toEqual([]);
  expect(failures(right, facts('451 4.3.0 From'))).toHaveLength(1);
});

test('what cannot go to a receiver is returned, not delivered', () => {
  const right: Right = { kind: 'whole', returned: ['bare'] };
  expect(failures(right, facts('250 ok', { arrived: ['plain'] }))).toEqual([]);
  expect(failures(right, facts('250 ok', { arrived: ['plain', 'bare'] }))).toHaveLength(1);
});

test('a verdict that cannot hold is excused, with the reason in the table', () => {
  const beyond = { verdicts: /dmarc/, why: 'no judge says' };
  const some = facts('250 ok', {
    arrived: ['plain', 'bare'],
    verdicts: [{ name: 'dmarc', problem: 'none' }],
  });
  const row = outcomeOf({ ...one({ kind: 'whole' }), beyond }, some);
  expect(row).toMatchObject({ failures: [], held: 0, excused: 'no judge says' });
  expect(everyMessage([row])).toMatch(/whole at plain, bare; no judge says/);
});

test('the battery: each case once, its id a local part', () => {
  const ids = CASES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
  expect(ids.length).toBeGreaterThanOrEqual(120);
});

test('the table counts what failed as neither arrived nor refused', () => {
  const rows = [
    outcomeOf(one({ kind: 'whole' }), facts('250 ok', { arrived: ['plain', 'bare'] })),
    outcomeOf(one(subject), facts('550 Subject')),
    outcomeOf(one(subject), facts('550 no')),
  ];
  expect(totals(rows, 'kind').at(-1)).toMatchObject({ messages: 3, arrived: 1, refused: 1, failed: 1 });
  expect(everyMessage(rows)).toMatch(/whole at plain, bare[^]*refused: 550 Subject[^]*failed: /);
});
