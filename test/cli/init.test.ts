import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import type { LocalAccountHandle } from '../../lib/rehearsal/account';
import { account } from './account';
import { kitte, kitteInTerminal } from './kitte';

jest.setTimeout(120_000);

let aws: LocalAccountHandle;
let directory: string;
beforeEach(async () => {
  aws = await account();
  directory = mkdtempSync(join(tmpdir(), 'kitte-init-'));
});
afterEach(async () => {
  await aws.close();
  rmSync(directory, { recursive: true });
});

const written = (name = 'kitte.config.ts') => readFileSync(join(directory, name), 'utf8');
const run = (...args: string[]) => kitte(['init', ...args], directory, aws.env);

test('without a terminal: finds the zone, writes the config, and keeps it from a second run', async () => {
  aws.addHostedZone({ id: 'Z1OTHER', name: 'example.org' });
  aws.addHostedZone({ id: 'Z2INSIDE', name: 'example.com', isPrivate: true });
  aws.addHostedZone({ id: 'Z3GOOD', name: 'example.com' });
  const first = await run('--domain', 'example.com');
  expect(first).toMatchObject({ status: 0 });
  expect(first.stdout).toContain('Found the public zone example.com (Z3GOOD)');
  expect(written()).toContain("hostedZone: { id: 'Z3GOOD' },");
  expect(written()).toContain("account: '111122223333',");

  writeFileSync(join(directory, 'kitte.config.ts'), 'mine');
  const second = await run('--domain', 'example.com');
  expect(second).toMatchObject({ status: 1, stdout: '' });
  expect(second.stderr).toMatch(/exists, and is not overwritten.*--force/);
  expect(written()).toBe('mine');
  expect(await run('--domain', 'example.com', '--force')).toMatchObject({ status: 0 });
  expect(written()).toContain('Z3GOOD');
});

test('a parent zone is taken with its name; several zones are listed, and none is guessed', async () => {
  aws.addHostedZone({ id: 'Z1PARENT', name: 'example.com' });
  expect(await run('--domain', 'news.example.com')).toMatchObject({ status: 0 });
  expect(written()).toContain("hostedZone: { id: 'Z1PARENT', name: 'example.com' },");

  aws.addHostedZone({ id: 'Z2NEAR', name: 'news.example.com', comment: 'the old one' });
  const torn = await run('--domain', 'news.example.com', '--force');
  expect(torn.status).toBe(1);
  expect(torn.stderr).toMatch(/--zone Z2NEAR +news\.example\.com \(Z2NEAR\), the old one/);
  expect(torn.stderr).toContain('--zone Z1PARENT');
  expect(await run('--domain', 'news.example.com', '--force', '--zone', 'Z2NEAR')).toMatchObject({
    status: 0,
  });
  expect(written()).toContain("hostedZone: { id: 'Z2NEAR' },");
});

test.each([
  [[], /--domain is missing/],
  [['--domain', 'x_y.com'], /underscore is not allowed/],
  [['--domain', 'example.com'], /no public hosted zone for example\.com.*--zone create/],
  [['--domain', 'example.com', '--zone', 'Z9'], /--zone Z9: the account has no public zone of this id/],
  [
    ['--domain', 'example.com', '--zone', 'create', '--login', 'a b'],
    /users\[0\]\.login[^]*received {2}"a b"/,
  ],
])('%j is refused in words, and nothing is written', async (args, message) => {
  const { status, stdout, stderr } = await run(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(message);
  expect(() => written()).toThrow('ENOENT');
});

test('without credentials a zone must be named, and then nothing else is needed', async () => {
  const bare = await kitte(['init', '--domain', 'example.com'], directory);
  expect(bare.status).toBe(1);
  expect(bare.stderr).toMatch(/no AWS credentials.*--zone with its id/);
  expect(await kitte(['init', '--domain', 'example.com', '--zone', 'Z3GOOD'], directory)).toMatchObject({
    status: 0,
  });
  expect(written()).not.toContain('account');
});

test('in a terminal: asks, takes what the flags left open, and writes beside the project', async () => {
  aws.addHostedZone({ id: 'Z1PARENT', name: 'example.com' });
  aws.addHostedZone({ id: 'Z2NEAR', name: 'news.example.com' });
  mkdirSync(join(directory, 'configs'));
  const DOWN = '\u001b[B';
  const { status, stdout } = await kitteInTerminal(
    ['init', '--config', 'configs/mine.config.ts'],
    directory,
    aws.env,
    [
      [/From header/, 'x_y.com\r'],
      [/such as example\.com/, '\u0015news.example.com\r'],
      [/Which zone/, `${DOWN}\r`],
      [/bounces come home/, '\r'],
      [/First login/, 'app\r'],
    ],
  );
  expect({ status, stdout: stripVTControlCharacters(stdout) }).toMatchObject({ status: 0 });
  const text = written('configs/mine.config.ts');
  expect(text).toContain("hostedZone: { id: 'Z1PARENT', name: 'example.com' },");
  expect(text).toContain("envelopeDomain: 'bounce.news.example.com',");
  expect(text).toContain("users: [{ login: 'app' }],");
});

test('in a terminal: Ctrl-C leaves nothing behind', async () => {
  const { status, stdout } = await kitteInTerminal(['init'], directory, aws.env, [[/From header/, '\u0003']]);
  expect(status).toBe(1);
  expect(stripVTControlCharacters(stdout)).toContain('Stopped. Nothing is written.');
  expect(() => written()).toThrow('ENOENT');
});
