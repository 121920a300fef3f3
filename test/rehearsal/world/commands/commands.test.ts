import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Commands } from '../../../../lib/rehearsal/world/commands/commands';
import { CommandError, run, until } from '../../../../lib/rehearsal/world/shell';

const PROJECT = resolve(__dirname, '../../../..');
const command = (...argv: string[]) => ({ argv, input: '', env: process.env, cwd: PROJECT });
const sh = (script: string) => command('sh', '-c', script);

describe('a command', () => {
  const commands = new Commands();

  test('gives what it said on both streams, and no code where all was well', async () => {
    const { code, stdout, stderr } = await commands.run(sh('echo out; echo err >&2'));
    expect({ code, stdout, stderr }).toEqual({ code: undefined, stdout: 'out\n', stderr: 'err\n' });
  });

  test.each([
    ['its exit code', sh('exit 3'), 3],
    ['the signal that ended it', sh('kill -TERM $$'), 'SIGTERM'],
    ['why it did not start', command('there-is-no-such-program'), 'ENOENT'],
  ])('that fails gives %s', async (_, failing, code) => {
    expect(await commands.run(failing)).toMatchObject({ code });
  });

  test('has its own input, environment and folder', async () => {
    const own = {
      argv: ['sh', '-c', 'cat; echo "$WORD"; pwd'],
      input: 'in\n',
      env: { WORD: 'ours' },
      cwd: '/',
    };
    expect(await commands.run(own)).toMatchObject({ stdout: 'in\nours\n/\n' });
  });

  test('may leave its input unread', async () => {
    expect(await commands.run({ ...command('true'), input: 'x'.repeat(1 << 20) })).toMatchObject({
      stdout: '',
    });
  });

  test('may say much, and what others say beside it stays apart', async () => {
    const all = await Promise.all(
      [...Array(20).keys()].map((n) => commands.run(sh(`yes ${String(n)} | head -n 50000`))),
    );
    expect(all.map(({ stdout }) => new Set(stdout.trim().split('\n')))).toEqual(
      [...Array(20).keys()].map((n) => new Set([String(n)])),
    );
  });
});

test('a process that is killed is said to whoever waits, and the next command has a new one', async () => {
  const commands = new Commands();
  const parent = async () => Number((await commands.run(sh('echo $PPID'))).stdout);
  const first = await parent();
  const hanging = commands.run(command('sleep', '60'));
  process.kill(first, 'SIGKILL');
  await expect(hanging).rejects.toThrow('ended with SIGKILL; what was under way is unknown');
  expect(await parent()).not.toBe(first);
});

test('it outlives a Ctrl-C, as what is taken down after it needs it', async () => {
  const commands = new Commands();
  const parent = Number((await commands.run(sh('echo $PPID'))).stdout);
  process.kill(parent, 'SIGINT');
  expect(Number((await commands.run(sh('echo $PPID'))).stdout)).toBe(parent);
});

test('it keeps nobody alive, and goes with who started it', async () => {
  const script = `
    const { run } = require('./lib/rehearsal/world/shell.ts');
    run(['sh', '-c', 'echo $PPID']).then(({ stdout }) => process.stdout.write(stdout));
  `;
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', script], {
    cwd: PROJECT,
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(status).toBe(0);
  const gone = () => {
    try {
      return readFileSync(join('/proc', stdout.trim(), 'cmdline'), 'utf8').includes('--eval')
        ? undefined
        : true;
    } catch {
      return true;
    }
  };
  await until('the process to go', 10_000, gone);
});

test('an error names the whole command, how it ended and its last words', async () => {
  const failing = run(['sh', '-c', 'echo so it is >&2; exit 4']);
  await expect(failing).rejects.toThrow(CommandError);
  await expect(failing).rejects.toThrow('`sh -c echo so it is >&2; exit 4` ended with 4: so it is');
  await expect(run([])).rejects.toThrow('A command to run is empty; give at least its name.');
});
