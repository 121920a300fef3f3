import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { program } from '../../lib/cli/program';
import { conversed, inTerminal, plain } from '../terminal';

const PROJECT = resolve(__dirname, '../..');
const PROGRAM = resolve(PROJECT, 'bin/kitte.mjs');
const { version } = JSON.parse(readFileSync(resolve(PROJECT, 'package.json'), 'utf8')) as { version: string };
const PAGE = readFileSync(resolve(PROJECT, 'docs/commands.md'), 'utf8');

const wide = (width: number, text: string) => text.split('\n').filter((line) => line.length > width);

test('in a pipe the help of every command fits 80 columns', () => {
  const tsx = resolve(PROJECT, 'node_modules/.bin/tsx');
  const { stdout } = spawnSync(tsx, [resolve(__dirname, 'all-helps.ts')], { encoding: 'utf8' });
  const helps = JSON.parse(stdout) as Record<string, string>;
  expect(Object.keys(helps)).toEqual(expect.arrayContaining(['cost', 'users password', 'queue delete']));
  for (const [command, help] of Object.entries(helps))
    expect({ command, wide: wide(80, help) }).toEqual({ command, wide: [] });
});

test.each(['doctor', 'dkim', 'preflight'])(
  'in a terminal of 60 columns the prose of %s fits',
  async (name) => {
    const argv = inTerminal([process.execPath, PROGRAM, name, '--help'], 60);
    const [command = '', ...args] = argv;
    const { stdout } = await conversed(spawn(command, args, { cwd: PROJECT }));
    const prose = plain(stdout)
      .split('\n')
      // Commander lays out usage and options; examples are pasted and stay whole.
      .filter((line) => /^\S/.test(line) && !line.startsWith('Usage:'));
    expect(prose.length).toBeGreaterThan(3);
    expect(prose.filter((line) => line.trimEnd().length > 60)).toEqual([]);
  },
);

test('every command has its row in docs/commands.md', async () => {
  const rows = PAGE.split('\n').filter((line) => line.startsWith('| ['));
  const names = (await program([])).commands.map((each) => each.name());
  expect(rows.map((row) => /`([\w-]+)`/.exec(row)?.[1]).sort()).toEqual([...names].sort());
});

test.each(['--version', '-V'])('%s prints the version and nothing else', (flag) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, flag], { encoding: 'utf8' });
  expect({ stdout, stderr, status }).toEqual({ stdout: `${version}\n`, stderr: '', status: 0 });
});
