import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { apiPage } from '../../tools/api-page';

const page = apiPage();

test('docs/api.md has the public names as they are (npx tsx tools/write-api.ts)', () =>
  expect(readFileSync(join(__dirname, '../../docs/api.md'), 'utf8')).toBe(page));

test('it has the signatures, what they are written with, and nothing private', () => {
  expect(page).toMatch(
    /class MailServer extends Construct implements IConnectable \{[^}]*grantSend\(grantee: IGrantable\): Grant;/,
  );
  expect(page).toMatch(/interface MailServerProps \{[^}]*readonly hostedZone: IHostedZone;/);
  expect(page).toMatch(/interface SendingDomain \{/);
  expect(page).not.toMatch(/private |: any\b/);
});
