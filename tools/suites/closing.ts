import type { Checked } from './check';
import type { Lane } from './plan';
import { repeat, type Tally } from './tally';

const MESSAGE_LINES = 30;
/** Of a stack only the project's own places tell something. */
const shown = (message: string) =>
  message
    .split('\n')
    .filter((line) => !line.includes('/node_modules/'))
    .slice(0, MESSAGE_LINES)
    .join('\n');

/** What came of the run: each failure with the command that repeats it, a line for each suite, and the sum as the last line. */
export function closing(
  suites: readonly string[],
  lanes: readonly Lane[],
  tally: Tally,
  checked: Checked,
  started: number,
  now = Date.now(),
): string {
  const failures = tally
    .failures()
    .flatMap((one) => ['', `FAILED ${one.file}: ${one.title}`, shown(one.message), `Alone: ${repeat(one)}`]);
  const broken = tally.broken.flatMap(({ lane, why }) => [
    '',
    `FAILED ${lane.name}: ${shown(why)}`,
    `Alone: npx jest ${lane.files.map(({ path }) => path).join(' ')}`,
  ]);
  const totals = suites.flatMap((suite) => {
    const files = new Set(
      lanes.filter((lane) => lane.suite === suite).flatMap((lane) => lane.files.map(({ path }) => path)),
    );
    const its = tally.cases.filter(({ file }) => files.has(file));
    if (files.size === 0) return [];
    const failed = its.filter(({ passed, skipped }) => !passed && !skipped).length;
    const passed = its.filter((one) => one.passed).length;
    return `${suite}: ${String(passed)} passed, ${String(failed)} failed, in ${String(files.size)} files`;
  });
  const minutes = ((now - started) / 60_000).toFixed(1);
  const sum = `${String(checked.passed + tally.passed)} passed, ${String(checked.failed + tally.failed)} failed`;
  return [...failures, ...broken, '', ...totals, `${minutes} minutes`, sum].join('\n');
}
