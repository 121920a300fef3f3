import { gunzipSync, unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { sendingDomain } from '../../lib/config/domains';
import { programParameters } from '../../lib/machine/programs';
import { renderUserData, USER_DATA_LIMIT } from '../../lib/machine/user-data';
import { environment, withMx } from '../fixtures/environment';
import { members } from './unpacked';

/** `UPDATE_GOLDEN=1 npx jest test/machine` writes them anew. */
function expectGolden(name: string, content: string): void {
  const path = join(__dirname, 'golden', name);
  if (process.env['UPDATE_GOLDEN'] || !existsSync(path)) writeFileSync(path, content);
  expect(content).toBe(readFileSync(path, 'utf8'));
}

/** The golden file shows configuration; what the programs hold is tested where they are read. */
function withoutPrograms(text: string): string {
  return text
    .replace(/H4sI[A-Za-z0-9+/=]+/, '(gzipped zip of the boot programs)')
    .replace(/"count": \d+/, '"count": (of the programs)')
    .replace(/"sha256": "[0-9a-f]{64}"/, '"sha256": "(of the programs)"');
}

interface CloudConfig {
  write_files: { path: string; content: string }[];
}

describe.each([
  ['typical', environment],
  ['mx', withMx],
] as const)('user-data of a %s environment', (name, env) => {
  const text = renderUserData(env);
  const config = parse(text) as CloudConfig;

  test('is as the golden file says, and the same each time', () => {
    expectGolden(`${name}.user-data.yaml`, withoutPrograms(text));
    expect(renderUserData(env)).toBe(text);
  });

  test('main.cf', () => {
    const found = config.write_files.find(({ path }) => path.endsWith('/main.cf'));
    expectGolden(`${name}.main.cf`, found?.content ?? '');
  });

  test('fits, and holds no token', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(USER_DATA_LIMIT);
    expect(text).not.toContain('${Token');
  });

  test('carries the program that fetches the others', () => {
    const boot = config.write_files.find(({ path }) => path.endsWith('/boot.pyz'));
    const carried = unzipSync(gunzipSync(Buffer.from(boot?.content ?? '', 'base64')));
    expect(Object.keys(carried)).toEqual(
      expect.arrayContaining(['__main__.py', 'kitte/base/__init__.py', 'kitte/base/aws.py']),
    );
  });

  test('names the hash of programs that fit into standard parameters', () => {
    const values = programParameters(env).map(({ value }) => value);
    for (const value of values) expect(value.length).toBeLessThanOrEqual(4096);
    const packed = Buffer.from(values.join(''), 'base64');
    expect(text).toContain(`"sha256": "${createHash('sha256').update(packed).digest('hex')}"`);
    expect(Object.keys(members(env))).toEqual(
      expect.arrayContaining([
        '__main__.py',
        'kitte/clerk/clerk.py',
        'kitte/postfix/master.cf.serving.inbound',
        'kitte/files/etc/dovecot/dovecot.conf',
        'kitte/files/etc/opendkim.conf',
        'kitte/files/etc/systemd/system/kitte-sync.timer',
      ]),
    );
  });
});

test('a domain beside the first changes no byte of the user-data', () => {
  const other = sendingDomain({
    ...withMx,
    domain: 'news.example.org',
    envelopeDomain: 'b.news.example.org',
    served: ['b.news.example.org'],
  });
  for (const env of [environment, withMx])
    expect(renderUserData({ ...env, others: [other] })).toBe(renderUserData(env));
});
