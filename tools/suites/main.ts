/**
 * Runs the suites side by side: `tsx tools/suites/main.ts [--check] [--workers N] [--record] [SUITE...]`; all of them if
 * none is named. `--check` runs `npm run check` first, `--record` keeps the durations for the next plan. N lanes at a time;
 * if it is not said, two more than there are processors, and again two more while there is room for them.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { cacheDirectory } from '../../lib/cli/cache-directory';
import { demandPrerequisites, FAKE_CLOCK, SCANNERS, thisHost } from '../../lib/rehearsal/prerequisites';
import { prepare } from '../../lib/rehearsal/stand';
import { destroyLeftovers } from '../../lib/rehearsal/world';
import { check, CHECK } from './check';
import { closing } from './closing';
import { DURATIONS, durations, filesOf, suitesOf } from './files';
import { begin } from './lane';
import { longest, plan, toGo } from './plan';
import { Pool } from './pool';
import { Room, standing } from './room';
import { type Case, repeat, Tally } from './tally';

const root = resolve(__dirname, '../..');
const LAST = 'build/suites/durations.json';
const DEPLOY_S = 60;
/** In a run of everything; it ends evenly, as each server that is deployed keeps a processor busy for three quarters of a minute. */
const LANE_S = 900;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean' }, workers: { type: 'string' }, record: { type: 'boolean' } },
  });
  const known = suitesOf(root);
  const wrong = positionals.filter((suite) => !known.includes(suite));
  const workers = Number(values.workers ?? cpus().length + 2);
  const most = values.workers === undefined ? workers + 2 : workers;
  const problems = [
    ...wrong.map((suite) => `there is no suite ${suite}; there are ${known.join(', ')}`),
    ...(Number.isInteger(workers) && workers > 0
      ? []
      : [`--workers is ${String(values.workers)}; give a whole number from 1`]),
  ];
  if (problems.length > 0) throw new Error(`The suites cannot run: ${problems.join('; ')}.`);
  demandPrerequisites(thisHost(process.env), { ...SCANNERS, ...FAKE_CLOCK });

  const suites = positionals.length === 0 ? known : positionals;
  const tally = new Tally();
  const started = Date.now();
  const known_s = durations(root, LAST);
  const files = filesOf(root, suites, known_s);
  const pace = { deploy: DEPLOY_S, most: LANE_S };
  const lanes = plan(files, { ...pace, most: longest(files, pace, workers) });
  const ahead = lanes.map(({ seconds }) => seconds);
  const runs = join(cacheDirectory(process.env), 'runs');
  await destroyLeftovers(runs);
  // Its downloads wait; the check does not.
  const prepared = prepare(cacheDirectory(process.env), say).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const checked =
    values.check === true
      ? await check(
          root,
          say,
          (elapsed) => Math.max(0, (known_s[CHECK] ?? 180) - elapsed) + toGo([], ahead, workers),
        )
      : { passed: 0, failed: 0 };
  const check_s = Math.round((Date.now() - started) / 1000);
  // Half an hour of suites says nothing about code that does not compile.
  if (checked.failed > 0) {
    say(closing(suites, [], tally, checked, started));
    // What it started would go on without it.
    await prepared;
    return 1;
  }

  const unprepared = await prepared;
  if (unprepared !== undefined) throw unprepared.error;
  const temporary = mkdtempSync(join(tmpdir(), 'kitte-suites-'));
  const logs = join(root, 'build/suites');
  mkdirSync(logs, { recursive: true });
  // The books of an earlier run are not those of this one.
  for (const suite of suites)
    for (const name of [suite, `${suite}.json`, `${suite}.md`])
      rmSync(join(root, 'build', name), { recursive: true, force: true });

  const onCase = (one: Case) => {
    if (!one.passed && !one.skipped) say(`FAILED ${one.file}: ${one.title}\n  Alone: ${repeat(one)}`);
  };
  const read = (file: string) => readFileSync(file, 'utf8');
  const room = new Room(() => standing(read('/proc/stat'), read('/proc/meminfo')));
  const places = { root, temporary, logs, onCase };
  const pool = new Pool(lanes, tally, {
    ...{ workers, most, room, say },
    begin: (lane) => begin(lane, tally, places),
  });
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!interrupted) say('Stopping; what stands is taken down.');
      interrupted = true;
      void pool.stop();
    });
  await pool.run();
  // What was killed is nobody's any more.
  await destroyLeftovers(runs);
  rmSync(temporary, { recursive: true, force: true });
  const there = new Set(filesOf(root, known, {}).map(({ path }) => path));
  const fresh = {
    ...Object.fromEntries(Object.entries(known_s).filter(([name]) => name === CHECK || there.has(name))),
    ...Object.fromEntries(tally.seconds()),
    ...(values.check ? { [CHECK]: check_s } : {}),
  };
  const took = JSON.stringify(Object.fromEntries(Object.entries(fresh).sort()), null, 2);
  writeFileSync(join(root, LAST), `${took}\n`);
  if (values.record === true) writeFileSync(join(root, DURATIONS), `${took}\n`);
  if (interrupted) {
    say('Stopped. Everything is torn down.');
    return 130;
  }
  say(closing(suites, lanes, tally, checked, started));
  return tally.failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
