/** Writes lib/local-aws/TYPES.md from the account's providers: `npx tsx tools/write-local-aws.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { typesPage } from './local-aws-page';

writeFileSync(join(__dirname, '../lib/local-aws/TYPES.md'), typesPage());
