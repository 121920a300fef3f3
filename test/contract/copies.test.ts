import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { COMMANDS } from '../../lib/contract/commands';
import { report } from '../../lib/contract/report';
import { settings } from '../../lib/contract/settings';
import { copies, copyText } from '../../tools/contract-page/copies';
import { contractPage } from '../../tools/contract-page/page';

test.each(Object.entries(copies()))(
  "the machine's copy %s is what lib/contract says now (npx tsx tools/write-contract.ts)",
  (file, copy) =>
    expect(readFileSync(join(__dirname, '../../assets/machine/base', file), 'utf8')).toBe(copyText(copy)),
);

test('docs/contract.md is what lib/contract says now (npx tsx tools/write-contract.ts)', () =>
  expect(readFileSync(join(__dirname, '../../docs/contract.md'), 'utf8')).toBe(contractPage()));

test('the page has every field and every command, with what it means', () => {
  const page = contractPage();
  for (const field of Object.keys(report.shape))
    expect(page).toMatch(new RegExp(`^\\| \`${field}\` \\| .+ \\| .+ \\|$`, 'm'));
  for (const field of Object.keys(settings.shape))
    expect(page).toMatch(new RegExp(`^\\| \`${field}\` \\| .+ \\| .+ \\|$`, 'm'));
  for (const name of Object.keys(COMMANDS))
    expect(page).toContain(`\n### ${name}\n\n\`kitte-control ${name}`);
});
