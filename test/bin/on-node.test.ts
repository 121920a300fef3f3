import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  realpathSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';

const root = resolve(__dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'kitte-on-node-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A project whose program says what it runs on, with this very Node as the one that came along, or with none. */
function project(name: string, packaged: boolean): string {
  const bin = join(directory, name, 'bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(join(root, 'bin/on-node.mjs'), join(bin, 'on-node.mjs'));
  const program = join(bin, 'program.mjs');
  writeFileSync(
    program,
    `import { onNode } from './on-node.mjs';
onNode(() => {
  const [, , word, ...rest] = process.argv;
  if (word === 'wait') setInterval(() => {}, 1000), console.log('waiting');
  else if (word === 'die') process.kill(process.pid, 'SIGKILL');
  else console.log(JSON.stringify({ version: process.versions.node, path: process.env.PATH, word, rest }));
  process.exitCode = Number(rest[0] ?? 0);
});\n`,
  );
  if (packaged) {
    const place = join(directory, name, 'node_modules', `node-${process.platform}-${process.arch}`);
    mkdirSync(join(place, 'bin'), { recursive: true });
    writeFileSync(join(place, 'package.json'), '{}');
    rmSync(join(place, 'bin', 'node'), { force: true });
    symlinkSync(process.execPath, join(place, 'bin', 'node'));
  }
  return program;
}

/** This Node, saying it is another version. */
const saying = (version: string) => [
  '--import',
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`,
];

function run(version: string, program: string, ...args: string[]) {
  return spawnSync(process.execPath, [...saying(version), program, ...args], { encoding: 'utf8' });
}

const told = (stdout: string) => JSON.parse(stdout) as Record<string, unknown>;

test('the floor is that of engines', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const [, major, minor] = /^\^(\d+)\.(\d+)\./.exec(engines.node) ?? [];
  expect(readFileSync(join(root, 'bin/on-node.mjs'), 'utf8')).toContain(
    `FLOOR = [${major ?? ''}, ${minor ?? ''}];`,
  );
});

test.each(['22.22.0', '22.23.3', '24.0.1', '100.1.0'])('on %s the program runs at once', (version) => {
  expect(told(run(version, project('enough', true)).stdout)).toMatchObject({ version });
});

test.each(['18.19.0', '20.20.2', '22.21.9'])('on %s the packaged Node runs it, first in PATH', (version) => {
  const { stdout, stderr, status } = run(version, project('old', true), 'two words', '7');
  expect(stderr).toBe('');
  const seen = told(stdout);
  expect(seen).toMatchObject({ version: process.versions.node, word: 'two words', rest: ['7'] });
  expect(seen['path']).toMatch(new RegExp(`^${directory}/old/node_modules/[^/]+/bin:`));
  expect(status).toBe(7);
});

test('it links the packaged Node for npm, unless there is a link, and needs none of it', () => {
  const modules = join(directory, 'linked', 'node_modules');
  const program = project('linked', true);
  expect(run('20.20.2', program).status).toBe(0);
  expect(existsSync(join(modules, '.bin', 'node'))).toBe(false);

  mkdirSync(join(modules, '.bin'));
  for (const again of [false, true]) {
    expect({ again, status: run('20.20.2', program).status }).toEqual({ again, status: 0 });
    expect(realpathSync(join(modules, '.bin', 'node'))).toBe(realpathSync(process.execPath));
  }
});

test('without a packaged Node it says what to do, and runs nothing', () => {
  const { stdout, stderr, status } = run('20.20.2', project('none', false));
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  expect(stderr).toMatch(/needs Node 22\.22 or later; this is 20\.20\.2\..*npm ci.*nodejs\.org/);
});

test('a packaged Node that cannot run here (another libc) is the same as none', () => {
  const program = project('broken', true);
  const node = join(directory, 'broken/node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
  rmSync(node);
  writeFileSync(node, '#!/no/such/loader\n', { mode: 0o755 });
  const { stderr, status } = run('20.20.2', program);
  expect(status).toBe(1);
  expect(stderr).toContain('needs Node 22.22');
});

test('a signal reaches the program, and its death is told as a shell tells it', async () => {
  const program = project('signals', true);
  expect(run('20.20.2', program, 'die').status).toBe(128 + 9);
  const child = spawn(process.execPath, [...saying('20.20.2'), program, 'wait']);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([128 + 15, null]);
});
