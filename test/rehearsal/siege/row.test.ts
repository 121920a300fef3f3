import { met } from '../../../lib/rehearsal/siege/row';
import { heard } from '../../../lib/rehearsal/siege/siege';
import { renderMarkdown } from '../../../lib/rehearsal/siege/table';

test.each([
  [[], 0, { tries: 0, lost: 0, median: 0, worst: 0 }],
  [[30, 10, 20], 2, { tries: 5, lost: 2, median: 20, worst: 30 }],
  [[], 4, { tries: 4, lost: 4, median: 0, worst: 0 }],
])('of %p and %d lost', (times, lost, expected) => {
  expect(met(times, lost)).toEqual(expected);
});

test('whatever is not accepted is lost to the client, for now or for good', () => {
  const attempt = { serial: 'a-1', begun: 1000, at: 1250, doubtful: false, answer: '' };
  const outcomes = ['accepted', 'temporary', 'unanswered', 'permanent'] as const;
  expect(heard(outcomes.map((outcome) => ({ ...attempt, outcome })))).toEqual({
    ...{ tries: 4, lost: 3, median: 250, worst: 250 },
  });
});

test('the book names what failed', () => {
  const row = {
    ...{ id: 'siege-1', group: 'siege' as const, attack: 'one address', held: '24 of 360' },
    ...{ tries: 7, lost: 0, median: 80, worst: 120, normalAfter: 0.5, memory: 300, seen: '' },
  };
  const whole = renderMarkdown([{ ...row, failures: [] }]);
  expect(whole).not.toContain('## Failed');
  expect(whole).toMatch(/one address +\| 24 of 360 +\| 7 +\| 0 +\| 0\.08 s \| 0\.12 s \| 0\.5 s +\| 300 MiB/);
  expect(renderMarkdown([{ ...row, failures: ['submission: 2 of 7 lost'] }])).toContain('2 of 7 lost');
});
