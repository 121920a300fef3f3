import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../lib/config/load';

const directory = mkdtempSync(join(tmpdir(), 'kitte-load-'));
afterAll(() => rmSync(directory, { recursive: true }));

function written(name: string, content: string): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
}

test('the default export is parsed', async () => {
  const file = written(
    'good.cjs',
    "exports.default = { domain: 'example.com', hostedZone: { create: true } };",
  );
  await expect(loadConfig(file)).resolves.toEqual([expect.objectContaining({ domain: 'example.com' })]);
});

test.each([
  ['throws.cjs', "throw new Error('no such secret');", /throws\.cjs fails when it is loaded: no such secret/],
  ['empty.cjs', 'exports.other = 1;', /no default export\. Write: export default defineConfig/],
  ['wrong.cjs', 'exports.default = 7;', /The config has a problem/],
])('%s is refused', async (name, content, message) => {
  await expect(loadConfig(written(name, content))).rejects.toThrow(message);
});

test('a missing file is told with its whole path', async () => {
  await expect(loadConfig(join(directory, 'none.ts'))).rejects.toThrow(
    `There is no config at ${directory}/none.ts.`,
  );
});
