import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Processor time of what a person waits for: `npm run bench:cli -- [--rounds N] [OTHER_CHECKOUT]`. Rounds take turns, so
 * that what else the machine does meets both; medians are told, a line on standard error as soon as it is known, and all
 * as JSON on standard output. A round is a minute of processor time.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' } },
});
const rounds = Number(values.rounds ?? 3);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds is ${String(values.rounds)}; give a whole number from 1.`);
const here = resolve(__dirname, '..');
const other = positionals[0] === undefined ? undefined : resolve(positionals[0]);
const directory = mkdtempSync(join(tmpdir(), 'kitte-bench-'));

const out = join(directory, 'cdk.out');
const cdk = (project: string, ...more: string[]) => [join(project, 'node_modules/.bin/cdk'), ...more];

/** The command in a project, what it is measured against, and what of the kept is deleted before it. */
interface Subject {
  readonly what: string;
  readonly command: (project: string) => string[];
  readonly unit: () => string[];
  readonly forget?: readonly string[];
}

const SUBJECTS = [
  { what: 'kitte --help', command: (project: string) => kitte(project, '--help'), unit: nothing },
  { what: 'kitte zone', command: (project: string) => kitte(project, 'zone'), unit: nothing },
  {
    what: 'kitte users --help',
    command: (project: string) => kitte(project, 'users', '--help'),
    unit: nothing,
  },
  {
    what: 'kitte doctor --help',
    command: (project: string) => kitte(project, 'doctor', '--help'),
    unit: nothing,
  },
  { what: 'cdk synth', command: synth, unit: empty },
  { what: 'cdk synth, templates not seen before', command: synth, unit: empty, forget: ['validation.json'] },
  { what: 'cdk synth, nothing kept', command: synth, unit: empty, forget: ['validation.json', 'handlers'] },
  {
    what: 'cdk ls',
    command: (project: string) => cdk(project, 'ls', '--output', out),
    unit: empty,
  },
] as const satisfies readonly Subject[];

function synth(project: string): string[] {
  return cdk(project, 'synth', '--quiet', '--output', out, '**');
}

function kitte(project: string, ...args: string[]): string[] {
  return [process.execPath, join(project, 'bin/kitte.mjs'), ...args];
}

function nothing(): string[] {
  return [process.execPath, '-e', '0'];
}

/** An app with one empty stack and the flags of cdk.json, by the same CLI. */
function empty(): string[] {
  const app = join(directory, 'empty.cjs');
  const library = JSON.stringify(join(here, 'node_modules/aws-cdk-lib'));
  writeFileSync(app, `const { App, Stack } = require(${library}); new Stack(new App(), 'Empty');\n`);
  return cdk(here, 'synth', '--quiet', '--output', join(directory, 'empty.out'), '--app', `node ${app}`);
}

/** User and system seconds of the command and all that it starts, by POSIX `times`. */
function seconds(cwd: string, command: readonly string[]): number {
  const script = '"$@" >/dev/null 2>"$0" || exit 1; times';
  const log = join(directory, 'log');
  const { status, stdout } = spawnSync('sh', ['-c', script, log, ...command], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')} fails in ${cwd}: run it there to see why.`);
  const children = stdout.trimEnd().split('\n').pop() ?? '';
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + Number(m) * 60 + Number(s),
    0,
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const rows = SUBJECTS.map(({ what, command, unit, ...more }: Subject) => {
  const forget = () => {
    for (const name of more.forget ?? [])
      rmSync(join(here, 'node_modules/.cache/kitte', name), { recursive: true, force: true });
  };
  const taken = { now: [] as number[], unit: [] as number[], other: [] as number[] };
  // What is kept here is kept nowhere else.
  const compared = more.forget === undefined ? other : undefined;
  // The first start compiles and is not counted.
  seconds(here, command(here));
  if (compared !== undefined) seconds(compared, command(compared));
  for (let round = 0; round < rounds; round += 1) {
    forget();
    taken.now.push(seconds(here, command(here)));
    taken.unit.push(seconds(here, unit()));
    if (compared !== undefined) taken.other.push(seconds(compared, command(compared)));
  }
  const now = median(taken.now);
  const compare = {
    other: median(taken.other),
    ratio: now / median(taken.other),
    otherTimesUnit: median(taken.other) / median(taken.unit),
  };
  const row = {
    ...{ now, timesUnit: now / median(taken.unit) },
    ...(compared === undefined ? {} : compare),
  };
  const figures = Object.entries(row).map(([key, value]) => [key, Number(value.toFixed(3))] as const);
  console.error([what, ...figures.map(([key, value]) => `${key} ${String(value)}`)].join('  '));
  return { what, ...Object.fromEntries(figures) };
});
rmSync(directory, { recursive: true, force: true });
console.log(JSON.stringify(rows, null, 2));
