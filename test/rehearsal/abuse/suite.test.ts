import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { GROUPS } from '../../../lib/rehearsal/abuse/suite';

test.each(GROUPS)('the group %s has a test file', (group) => {
  const files = [`${group}.test.ts`, `${group}.quiet.test.ts`];
  expect(files.filter((file) => existsSync(resolve(__dirname, '../e2e/abuse', file)))).toHaveLength(1);
});
