/** Writes docs/config.md and docs/config.ja.md from the schema: `npx tsx tools/write-config.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fieldsOfConfig } from './config-page/fields';
import { configPage } from './config-page/page';

const fields = fieldsOfConfig();
for (const [file, language] of [
  ['config.md', 'en'],
  ['config.ja.md', 'ja'],
] as const)
  writeFileSync(join(__dirname, '../docs', file), configPage(fields, language));
