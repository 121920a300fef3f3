import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TestFile } from './plan';

const SUITES = 'test/rehearsal/e2e';
/** Of a run on two cores; the last run's own stand beside the logs. */
export const DURATIONS = 'tools/suites/durations.json';
/** For a file that was never run. */
const UNKNOWN_S = 30;

/** A folder is a suite. */
export function suitesOf(root: string): string[] {
  return readdirSync(join(root, SUITES), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Seconds by name, of the last run where there was one here. */
export function durations(root: string, last: string): Readonly<Record<string, number>> {
  return [DURATIONS, last]
    .map((file) => join(root, file))
    .filter(existsSync)
    .reduce<Record<string, number>>(
      (all, file) => ({ ...all, ...(JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) }),
      {},
    );
}

/** Every test file of these suites, with what it took when it was last run. */
export function filesOf(
  root: string,
  suites: readonly string[],
  seconds: Readonly<Record<string, number>>,
): TestFile[] {
  return suites.flatMap((suite) =>
    readdirSync(join(root, SUITES, suite), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => `${SUITES}/${suite}/${path}`)
      .sort()
      .map((path) => ({ suite, path, seconds: seconds[path] ?? UNKNOWN_S })),
  );
}
