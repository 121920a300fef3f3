import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  demandPrerequisites,
  missingFrom,
  SCANNERS,
  thisHost,
  type Host,
} from '../../lib/rehearsal/prerequisites';

const host = (changes: Partial<Host> = {}): Host => ({
  platform: 'linux',
  uid: 0,
  hasCommand: () => true,
  ...changes,
});

test('a host with everything lacks nothing', () => {
  expect(missingFrom(host())).toEqual([]);
  expect(() => demandPrerequisites(host())).not.toThrow();
});

test('off Linux that alone is said: no apt line would help', () => {
  expect(missingFrom(host({ platform: 'darwin', uid: 501, hasCommand: () => false }))).toEqual([
    expect.stringMatching(/needs Linux .* this is darwin: use a Debian/),
  ]);
});

test('who is not root is told who they are and what to type', () => {
  expect(missingFrom(host({ uid: 1000 }))).toEqual([
    expect.stringMatching(/this is user 1000: sudo npm run rehearse$/),
  ]);
});

test('missing commands are named with one apt line, each package once', () => {
  const hasCommand = (name: string) => !['ip', 'ss', 'nft'].includes(name);
  expect(missingFrom(host({ hasCommand }))).toEqual([
    'it needs ip, ss, nft: apt-get install iproute2 nftables',
  ]);
});

test('the abuse suite needs its scanners as well', () => {
  const without = host({ hasCommand: (name) => name !== 'testssl' && name !== 'nmap' });
  expect(missingFrom(without)).toEqual([]);
  expect(missingFrom(without, SCANNERS)).toEqual(['it needs testssl, nmap: apt-get install testssl.sh nmap']);
});

test('all that is wrong is told at once', () => {
  const poor = host({ uid: 1000, hasCommand: () => false });
  expect(() => demandPrerequisites(poor)).toThrow(/cannot run here:\n {2}- .*root.*\n {2}- .*mmdebstrap/);
});

test('a command is found in the folders of PATH', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kitte-path-'));
  const command = join(folder, 'kitte-test-command');
  writeFileSync(command, '');
  chmodSync(command, 0o755);
  expect(thisHost({ PATH: `/nowhere:${folder}` }).hasCommand('kitte-test-command')).toBe(true);
  expect(thisHost({ PATH: '/nowhere' }).hasCommand('kitte-test-command')).toBe(false);
  rmSync(folder, { recursive: true });
});

test("the README's apt line has every package that may be missing", () => {
  const needed = missingFrom(host({ hasCommand: () => false }))[0]
    ?.split('apt-get install ')[1]
    ?.split(' ');
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const line = /^apt-get install (.+)$/m.exec(readme)?.[1]?.split(' ');
  expect(line).toEqual(expect.arrayContaining(needed ?? ['a package']));
});
