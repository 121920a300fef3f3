import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseConfig } from '../../lib/config/parse';
import { propose } from '../../lib/rotation/edit/config-file';
import { Uneditable } from '../../lib/rotation/edit/syntax';
import { nsRecords, startDns } from './dns';
import { kitte } from './kitte';

jest.setTimeout(120_000);
const directory = mkdtempSync(join(tmpdir(), 'kitte-dkim-'));
const config = join(directory, 'kitte.config.js');
afterAll(() => rmSync(directory, { recursive: true }));

const base = { domain: 'example.com', hostedZone: { id: 'Z1' } };
const [environment] = parseConfig(base);
const rotation = { from: 'kitte1', to: 'kitte2' };
const begun = { ...environment!.dkim, selectors: ['kitte1', 'kitte2'], rotation };

test('a change is read back before it counts; what would say something else is not written', async () => {
  const source = `exports.default = {};\n`;
  writeFileSync(config, source);
  await expect(propose(config, [environment!], environment!, begun)).rejects.toThrow(Uneditable);
  expect(readFileSync(config, 'utf8')).toBe(source);
});

test('environments are told apart, wrong selectors and resolvers refused, before anybody is asked', async () => {
  const environments = { one: {}, two: { domain: 'two.example.com' } };
  const zone = { id: 'Z1', name: 'example.com' };
  writeFileSync(config, `exports.default = ${JSON.stringify({ ...base, hostedZone: zone, environments })};`);
  const args = ['--config', config, '--no-aws'];
  const several = await kitte(['dkim', 'rotate', ...args], directory);
  expect(several).toMatchObject({ status: 1, stdout: '' });
  expect(several.stderr).toMatch(/several environments: one, two\..*--environment/);
  const selector = await kitte(['dkim', 'rotate', ...args, '--selector', 'a.b'], directory);
  expect(selector.status).toBe(1);
  expect(selector.stderr).toMatch(/selector such as kitte1/);
  const resolver = await kitte(['dkim', 'status', ...args, '--resolver', 'dns.example'], directory);
  expect(resolver.stderr).toMatch(/IP address of a resolver/);
});

test('a zone whose name servers cannot be found is told in a sentence, and nothing is changed', async () => {
  const source = `exports.default = ${JSON.stringify(base)};`;
  writeFileSync(config, source);
  const args = ['dkim', 'rotate', '--yes', '--config', config, '--no-aws', '--resolver', '127.0.0.1'];
  const { status, stderr } = await kitte(args, directory);
  expect(status).toBe(1);
  expect(stderr).toMatch(/name servers of example\.com cannot be found: .*--resolver 1\.1\.1\.1/);
  expect(readFileSync(config, 'utf8')).toBe(source);
});

test.each([
  ['no name server', [], /no name server could be asked/],
  [
    'one that does not answer',
    [
      ...nsRecords('example.com', ['ns.example.com']),
      { type: 'A', name: 'ns.example.com', data: '127.0.0.1' },
    ],
    /ns\.example\.com: no answer/,
  ],
] as const)('of a zone with %s the status is told and is no success', async (_, answers, words) => {
  writeFileSync(config, `exports.default = ${JSON.stringify(base)};`);
  const dns = await startDns(answers);
  try {
    const args = ['dkim', 'status', '--config', config, '--no-aws', '--resolver', dns.address];
    const { status, stdout } = await kitte(args, directory);
    expect(status).toBe(1);
    expect(stdout).toMatch(words);
    expect(stdout).not.toMatch(/a new key is due/);
  } finally {
    await dns.close();
  }
});
