import type { ChildProcess } from 'node:child_process';

import type { Running } from '../../../tools/suites/lane';
import type { Lane } from '../../../tools/suites/plan';
import { Pool } from '../../../tools/suites/pool';
import { Tally } from '../../../tools/suites/tally';

const lane = (name: string, quiet = false): Lane => ({
  ...{ suite: 'a', name, files: [], seconds: 1, quiet },
});

/** Lanes that end when they are told to, the first that runs first. */
class Stage {
  readonly log: string[] = [];
  private readonly ends: (() => void)[] = [];

  readonly begin = (one: Lane): Running => {
    this.log.push(one.name);
    const over = new Promise<void>((resolve) => this.ends.push(resolve));
    const stands = one.quiet ? Promise.resolve() : new Promise<void>(() => undefined);
    const go = () => void this.log.push(`${one.name} alone`);
    return { lane: one, started: Date.now(), child: {} as ChildProcess, log: '', over, stands, go };
  };

  get running(): number {
    return this.ends.length;
  }

  async end(): Promise<void> {
    this.ends.shift()?.();
    await jest.advanceTimersByTimeAsync(0);
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function pool(lanes: readonly Lane[], most: number, isThere: () => boolean) {
  const stage = new Stage();
  const changed = jest.fn();
  const over = new Pool(lanes, new Tally(), {
    ...{ workers: 2, most, room: { isThere, changed }, begin: stage.begin, say: () => undefined },
  }).run();
  return { stage, over, changed };
}

const FIVE = ['a', 'b', 'c', 'd', 'e'].map((name) => lane(name));

test('so many at a time; the next begins when one ends', async () => {
  const { stage, over } = pool(FIVE, 2, () => true);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(stage.log).toEqual(['a', 'b']);
  await stage.end();
  expect(stage.log).toEqual(['a', 'b', 'c']);
  for (let left = 5; left > 1; left -= 1) await stage.end();
  await over;
  expect(stage.log).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('where there is room more begin, up to the most; the room hears of each', async () => {
  const { stage, over, changed } = pool(FIVE, 4, () => true);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(stage.log).toEqual(['a', 'b', 'c']);
  await jest.advanceTimersByTimeAsync(60_000);
  expect([stage.running, changed.mock.calls.length]).toEqual([4, 4]);
  for (let left = 5; left > 0; left -= 1) await stage.end();
  await over;
  expect(stage.log).toHaveLength(5);
});

test('without room the one that was more is not replaced', async () => {
  let there = true;
  const { stage, over } = pool(FIVE, 4, () => there);
  await jest.advanceTimersByTimeAsync(2_000);
  there = false;
  await stage.end();
  await stage.end();
  expect(stage.running).toBe(3);
  await stage.end();
  expect(stage.running).toBe(2);
  await stage.end();
  await stage.end();
  await over;
  expect(stage.log).toHaveLength(5);
});

test('what measures time begins last and beside the others, and waits until it is alone', async () => {
  const { stage, over } = pool(
    [lane('a'), lane('b'), lane('c'), lane('q', true), lane('r', true)],
    3,
    () => false,
  );
  await jest.advanceTimersByTimeAsync(60_000);
  expect(stage.log).toEqual(['a', 'b']);
  await stage.end();
  expect(stage.log).toEqual(['a', 'b', 'c']);
  await stage.end();
  // They stand, and are in nobody's place.
  expect(stage.log).toEqual(['a', 'b', 'c', 'q', 'r']);
  await jest.advanceTimersByTimeAsync(60_000);
  await stage.end();
  expect(stage.log.slice(5)).toEqual(['q alone']);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(stage.log.slice(5)).toEqual(['q alone']);
  await stage.end();
  expect(stage.log.slice(5)).toEqual(['q alone', 'r alone']);
  await stage.end();
  await over;
});
