import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import type { LocalAccountHandle } from '../../lib/local-aws';
import { account } from './account';
import { startDns, type TestDns } from './dns';
import { kitte, kitteInTerminal } from './kitte';

jest.setTimeout(120_000);

let aws: LocalAccountHandle;
let directory: string;
let dns: TestDns;
const OFFICE = [
  { type: 'MX', name: 'example.com', data: { preference: 10, exchange: 'mx.office.example' } },
] as const;
beforeEach(async () => {
  aws = await account();
  dns = await startDns(OFFICE);
  directory = mkdtempSync(join(tmpdir(), 'kitte-init-'));
});
afterEach(async () => {
  await aws.close();
  await dns.close();
  rmSync(directory, { recursive: true });
});

const written = (name = 'kitte.config.ts') => readFileSync(join(directory, name), 'utf8');
const run = (...args: string[]) => kitte(['init', '--resolver', dns.address, ...args], directory, aws.env);

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

test('who takes the mail is looked up: it stays where it is, or comes to the server where nobody takes it', async () => {
  aws.addHostedZone({ id: 'Z3GOOD', name: 'example.com' });
  const office = await run('--domain', 'example.com');
  expect(office.stdout).toContain('The mail of example.com goes to 10 mx.office.example');
  expect(written()).toMatch(/leaves the domain's MX as it is\.\n {2}mx: false,/);

  const below = await run('--domain', 'news.example.com', '--force');
  expect(below.stdout).toContain('Nobody takes the mail of news.example.com');
  expect(written()).toContain('  mx: true,');

  // `false` would take the MX of the envelope domain away too.
  await run('--domain', 'example.com', '--envelope-domain', 'bounce.example.com', '--force');
  expect(written()).not.toMatch(/^ {2}mx:/m);

  await run(
    '--domain',
    'example.com',
    '--mx',
    '5 a.provider.example',
    '--mx',
    '10 b.provider.example',
    '--force',
  );
  expect(written()).toContain("mx: ['5 a.provider.example', '10 b.provider.example'],");
});

test('a zone that moves: nothing is written until it is said who takes the mail', async () => {
  const moves = ['--domain', 'example.com', '--zone', 'create'];
  const torn = await run(...moves);
  expect(torn).toMatchObject({ status: 1, stdout: '' });
  expect(torn.stderr).toMatch(
    /example\.com MX 10 mx\.office\.example.*--mx '10 mx\.office\.example'.*--mx true/s,
  );
  expect(() => written()).toThrow('ENOENT');

  expect(await run(...moves, '--mx', '10 mx.office.example')).toMatchObject({ status: 0 });
  expect(written()).toContain("mx: ['10 mx.office.example'],");
  const wrong = await run(...moves, '--force', '--mx', 'mx.office.example');
  expect(wrong).toMatchObject({ status: 1, stdout: '' });
  expect(wrong.stderr).toContain('It must be true, false, or an exchanger');

  const free = await run('--domain', 'free.example.org', '--zone', 'create', '--force');
  expect(free.stdout).toContain('has no MX in public DNS: this server takes its mail');
  expect(written()).not.toMatch(/^ {2}mx:/m);
});

test('a resolver that does not answer is said, and stops nothing', async () => {
  const args = ['init', '--domain', 'example.com', '--zone', 'create', '--resolver', '127.0.0.1:9'];
  const { status, stdout } = await kitte(args, directory, aws.env);
  expect({ status, stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/is not known: the resolver has no answer for MX example\.com/) as string,
  });
  expect(written()).not.toMatch(/^ {2}mx:/m);
});

test('in a terminal a zone that moves asks who takes the mail', async () => {
  const args = ['init', '--domain', 'example.com', '--zone', 'create', '--resolver', dns.address];
  const { status, stdout } = await kitteInTerminal(args, directory, aws.env, [
    [/bounces come home/, 'n\r'],
    [/Who takes the mail of example\.com in the new zone/, '\r'],
    [/First login/, '\r'],
  ]);
  expect({ status, stdout: stripVTControlCharacters(stdout) }).toMatchObject({ status: 0 });
  expect(written()).toContain("mx: ['10 mx.office.example'],");
});

test.each([
  [[], /--domain is missing/],
  [['--domain', 'x_y.com'], /underscore is not allowed/],
  [['--domain', 'example.com'], /no public hosted zone for example\.com.*--zone create/],
  [['--domain', 'example.com', '--zone', 'Z9'], /--zone Z9: the account has no public zone of this id/],
  [
    ['--domain', 'example.com', '--zone', 'create', '--mx', 'true', '--login', 'a b'],
    /users\[0\]\.login[^]*received {2}"a b"/,
  ],
])('%j is refused in words, and nothing is written', async (args, message) => {
  const { status, stdout, stderr } = await run(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(message);
  expect(() => written()).toThrow('ENOENT');
});

test('without credentials a zone must be named, and then nothing else is needed', async () => {
  const asked = ['init', '--domain', 'example.com', '--resolver', dns.address];
  const bare = await kitte(asked, directory);
  expect(bare.status).toBe(1);
  expect(bare.stderr).toMatch(/no AWS credentials.*--zone with its id/);
  expect(await kitte([...asked, '--zone', 'Z3GOOD'], directory)).toMatchObject({
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
    ['init', '--config', 'configs/mine.config.ts', '--resolver', dns.address],
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
