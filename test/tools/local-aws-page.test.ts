import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { typesPage } from '../../tools/local-aws-page';

test('TYPES.md is what the providers say now (npx tsx tools/write-local-aws.ts)', () =>
  expect(readFileSync(join(__dirname, '../../lib/local-aws/TYPES.md'), 'utf8')).toBe(typesPage()));

test('every type has its properties', () => {
  expect(typesPage()).toMatch(/^- `AWS::SSM::Parameter`: .*`Name`.*`Value`/m);
  expect(typesPage()).not.toMatch(/: $/m);
});
