import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { shownWidth } from '../../lib/rehearsal/report/wrapping';
import { doctorTable } from '../../lib/cli/doctor-table';
import { rows } from '../checks/fake';
import { kitte } from './kitte';

jest.setTimeout(120_000);
const directory = mkdtempSync(join(tmpdir(), 'kitte-doctor-cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.each([
  [['--lang', 'fr'], /fr.*en, ja/s],
  [['--watch', '0'], /from 1 to 86400/],
])('%j is refused with what is allowed', async (args, words) => {
  const { status, stderr, stdout } = await kitte(['doctor', ...args], directory);
  expect(status).toBe(1);
  expect(stderr).toMatch(words);
  expect(stdout).toBe('');
});

/** A resolver that nobody runs: enough to see the language of what it says. */
const nowhere = ['--no-aws', '--resolver', '127.0.0.254', '--address', '127.0.0.254'];

test.each([
  [['--lang', 'ja'], {}, true],
  [[], { LANG: 'ja_JP.UTF-8' }, true],
  [['--lang', 'en'], { LANG: 'ja_JP.UTF-8' }, false],
  [[], { LANG: 'fr_FR.UTF-8' }, false],
])(
  '%j with %j',
  async (args, env, japanese) => {
    const config = join(directory, 'kitte.config.ts');
    writeFileSync(
      config,
      "export default { domain: 'example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ' } };\n",
    );
    const locale = { LC_ALL: '', LC_MESSAGES: '', ...env };
    const { status, stdout } = await kitte(
      ['doctor', '--config', config, ...nowhere, ...args],
      directory,
      locale,
    );
    expect(status).toBe(1);
    expect(/次の手順: /.test(stdout)).toBe(japanese);
    expect(/next: /.test(stdout)).toBe(!japanese);
  },
  60_000,
);

test.each([40, 80, 120])('the table in Japanese fits %d columns', async (width) => {
  const table = doctorTable(
    await rows({ zone: { '_dmarc.example.com TXT': [] } }, 'ja'),
    { width, colour: true },
    'ja',
  );
  // A word without a break, such as a link, may be longer than what is left at the right.
  const lines = table.split('\n').filter((line) => !/https?:/.test(line));
  expect(Math.max(...lines.map(shownWidth))).toBeLessThanOrEqual(width);
});
