/**
 * How long a machine's first boot takes, and how long submission is closed by a changed user-data and by a
 * replacement. `npm run bench:boot -- [--rounds N] [--against DIRECTORY]`: with another checkout, that one and this one
 * take turns, and the ratios are of one time and one machine. Needs root, as a rehearsal does.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ratio, type Phase } from './boot-phases';

interface Run {
  readonly boot: readonly Phase[];
  readonly closedByUserData: number;
  readonly closedByReplacement: number;
}

const here = resolve(__dirname, '..');
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '1' }, against: { type: 'string' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds is ${values.rounds}: it must be a whole number from 1.`);
const other = values.against === undefined ? undefined : resolve(values.against);
if (other !== undefined && !existsSync(join(other, 'node_modules/aws-cdk')))
  throw new Error(`--against is ${other}: there must be a checkout of Kitte after \`npm ci\`.`);

const runs = new Map<string, Run[]>();
for (let round = 0; round < rounds; round += 1)
  for (const checkout of other === undefined ? [here] : [other, here]) {
    console.error(`round ${String(round + 1)} of ${String(rounds)}: ${checkout}`);
    runs.set(checkout, [...(runs.get(checkout) ?? []), once(checkout)]);
  }

function once(checkout: string): Run {
  const tsx = join(here, 'node_modules/.bin/tsx');
  const script = join(here, 'tools/bench-boot-run.ts');
  const printed = execFileSync(tsx, [script, checkout], {
    cwd: checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Run;
}

const rows: readonly [name: string, of: (run: Run) => number][] = [
  ...(runs.get(here)?.[0]?.boot ?? []).map(({ name }, index): [string, (run: Run) => number] => [
    `boot: ${name}`,
    ({ boot }) => boot[index]?.took ?? Number.NaN,
  ]),
  ['boot to ready', ({ boot }) => boot.at(-1)?.at ?? Number.NaN],
  ['closed by a changed user-data', ({ closedByUserData }) => closedByUserData],
  ['closed by a replacement', ({ closedByReplacement }) => closedByReplacement],
];
const mine = runs.get(here) ?? [];
const table = Object.fromEntries(
  rows.map(([name, of]) => {
    const after = mine.map(of);
    return [
      name,
      other === undefined
        ? { seconds: ratio(after, after).after }
        : ratio((runs.get(other) ?? []).map(of), after),
    ];
  }),
);
console.table(table);
console.log(JSON.stringify({ runs: Object.fromEntries(runs), table }));
