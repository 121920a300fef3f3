/** Writes docs/api.md from the declarations: `npx tsx tools/write-api.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { apiPage } from './api-page';

writeFileSync(join(__dirname, '../docs/api.md'), apiPage());
