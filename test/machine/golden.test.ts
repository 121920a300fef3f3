import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { programParameters } from '../../lib/machine/programs';
import { renderUserData, USER_DATA_LIMIT } from '../../lib/machine/user-data';
import { environment, withMx } from '../fixtures/environment';

/** `UPDATE_GOLDEN=1 npx jest test/machine` writes them anew. */
function expectGolden(name: string, content: string): void {
  const path = join(__dirname, 'golden', name);
  if (process.env['UPDATE_GOLDEN'] || !existsSync(path)) writeFileSync(path, content);
  expect(content).toBe(readFileSync(path, 'utf8'));
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
    expectGolden(`${name}.user-data.yaml`, text);
    expect(renderUserData(env)).toBe(text);
  });

  test.each(['main.cf', 'master.cf.listeners', 'dovecot.conf', 'opendkim.conf'])('%s', (file) => {
    const found = config.write_files.find(({ path }) => path.endsWith(`/${file}`));
    expectGolden(`${name}.${file}`, found?.content ?? '');
  });

  test('fits, and holds no token', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(USER_DATA_LIMIT);
    expect(text).not.toContain('${Token');
  });

  test('listens nowhere without a certificate', () => {
    const master = readFileSync(join(__dirname, '../../assets/machine/late/master.cf'), 'utf8');
    expect(master).not.toMatch(/ inet /);
  });

  test('names programs that fit into standard parameters', () => {
    for (const { value } of programParameters(env)) expect(value.length).toBeLessThanOrEqual(4096);
  });
});
