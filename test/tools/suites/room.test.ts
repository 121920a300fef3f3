import { Room, standing, type Standing } from '../../../tools/suites/room';

const STAT = `cpu  100 0 50 700 150 0 0 0 30 0
cpu0 50 0 25 350 75 0 0 0 15 0
intr 1 2 3
`;
const MEMORY = 'MemTotal:        8000000 kB\nMemFree:          100000 kB\nMemAvailable:    4096000 kB\n';

/** Asked every two seconds for half a minute; how many more lanes there was room for. */
function granted(at: (second: number) => Standing, begun: readonly number[] = []): number[] {
  let second = 0;
  const room = new Room(
    () => at(second),
    () => second * 1000,
  );
  const seconds: number[] = [];
  for (; second <= 30; second += 2) {
    if (begun.includes(second)) room.changed();
    if (room.isThere()) seconds.push(second);
  }
  return seconds;
}

const idling =
  (share: number, availableMB = 8000) =>
  (second: number): Standing => ({ idle: second * 200 * share, all: second * 200, availableMB });

test('what the kernel says: waiting for a disk is no idleness, guests are not counted twice', () => {
  expect(standing(STAT, MEMORY)).toEqual({ idle: 700, all: 1000, availableMB: 4000 });
});

test('processors that idled for twenty seconds take one more lane', () => {
  expect(granted(idling(0.5))).toEqual([20]);
});

test('busy processors and scarce memory do not', () => {
  expect(granted(idling(0.3))).toEqual([]);
  expect(granted(idling(0.9, 2000))).toEqual([]);
});

test('a lane that has just begun is waited for', () => {
  expect(granted(idling(0.5), [6])).toEqual([26]);
  expect(granted(idling(0.5), [6, 12])).toEqual([]);
});

test('what was seen before the last look does not count twice', () => {
  const once = (second: number): Standing => ({
    idle: Math.min(second, 20) * 200,
    all: second * 200,
    availableMB: 8000,
  });
  expect(granted(once)).toEqual([20]);
});
