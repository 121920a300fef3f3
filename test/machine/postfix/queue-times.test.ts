import { longestStay, queueTimes } from '../../../lib/machine/postfix/queue-times';

test('five days have the pauses that Postfix has by itself; a short life has several tries', () => {
  expect(queueTimes(432_000)).toEqual({
    lifetime: 432_000,
    maximalBackoff: 4000,
    minimalBackoff: 300,
    runDelay: 300,
  });
  expect(queueTimes(60)).toEqual({ lifetime: 60, maximalBackoff: 6, minimalBackoff: 6, runDelay: 6 });
});

test.each([60, 600, 3600, 432_000])('of %d s no message outlives its stay', (lifetime) => {
  const { maximalBackoff, minimalBackoff, runDelay } = queueTimes(lifetime);
  expect(minimalBackoff).toBeLessThanOrEqual(maximalBackoff);
  expect(longestStay(lifetime)).toBeGreaterThanOrEqual(lifetime + maximalBackoff + runDelay);
});
