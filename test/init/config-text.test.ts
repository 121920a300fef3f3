import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseConfig } from '../../lib/config/parse';
import { type Answers, settingsFrom } from '../../lib/init/answers';
import { configText } from '../../lib/init/config-text';

const GOLDEN = join(__dirname, 'golden');
const directory = mkdtempSync(join(tmpdir(), 'kitte-init-'));
afterAll(() => rmSync(directory, { recursive: true }));

const answers: Record<string, Answers> = {
  smallest: { domain: 'example.com', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' } },
  created: { domain: 'example.com', zone: 'create', region: 'eu-west-1' },
  full: {
    domain: 'news.example.com',
    zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' },
    account: '111122223333',
    region: 'ap-northeast-1',
    envelopeDomain: 'bounce.news.example.com',
    login: 'app',
  },
};

describe.each(Object.entries(answers))('%s', (name, given) => {
  const settings = settingsFrom(given);
  const text = configText(settings);

  test('reads as a person would have written it', () => {
    const file = join(GOLDEN, `${name}.config.ts.txt`);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('is what the settings are, once it is loaded', () => {
    const file = join(directory, `${name}.config.js`);
    writeFileSync(
      file,
      text
        .replace(/^import .*$/m, 'const defineConfig = (config) => config;')
        .replace('export default', 'exports.default ='),
    );
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const loaded = require(file) as { default: unknown };
    expect(parseConfig(loaded.default)).toEqual(parseConfig(settings));
  });
});

test('quotes what would end the text', () => {
  const settings = { ...settingsFrom(answers['smallest']!), tags: { owner: "O'Neil \\ Co" } };
  expect(configText(settings)).toContain("tags: { owner: 'O\\'Neil \\\\ Co' },");
});
