import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

import { parseConfig } from '../../lib/config/parse';
import { fieldsOfConfig } from '../../tools/config-page/fields';
import { JAPANESE } from '../../tools/config-page/japanese';
import { configPage } from '../../tools/config-page/page';

const fields = fieldsOfConfig();
const BASE = { domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };
const SHOWN = fields.filter(({ example }) => example !== undefined);

test.each([
  ['config.md', 'en'],
  ['config.ja.md', 'ja'],
] as const)('docs/%s is what the schema says now (npx tsx tools/write-config.ts)', (file, language) =>
  expect(readFileSync(join(__dirname, '../../docs', file), 'utf8')).toBe(configPage(fields, language)),
);

test.each(SHOWN.map(({ path, example }) => [path, example ?? '']))(
  'the example of %s is taken',
  (path, example) => {
    const written = runInNewContext(`({ ${example} })`) as Record<string, unknown>;
    const base = 'domains' in written ? {} : BASE;
    expect(() => parseConfig(JSON.parse(JSON.stringify({ ...base, ...written })))).not.toThrow();
    const keys = path.split('.').flatMap((key) => (key.endsWith('[]') ? [key.slice(0, -2), '0'] : [key]));
    const value = keys.reduce<unknown>(
      (node, key) => (node as Record<string, unknown> | undefined)?.[key],
      written,
    );
    expect(value).toBeDefined();
  },
);

test('every field has an example, but those that a command writes and those that stand in their parent’s', () => {
  const without = fields.filter(({ example }) => example === undefined).map(({ path }) => path);
  expect(without.filter((path) => !/^(dkim\.rotation|vpc)\./.test(path))).toEqual([]);
});

test('every field has Japanese words, and no field that is gone has', () =>
  expect(Object.keys(JAPANESE).sort()).toEqual(fields.map(({ path }) => path).sort()));
