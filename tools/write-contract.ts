/** Writes docs/contract.md and the machine's copies of the contract from lib/contract: `npx tsx tools/write-contract.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { copies, copyText } from './contract-page/copies';
import { contractPage } from './contract-page/page';

const PROJECT = join(__dirname, '..');

for (const [file, copy] of Object.entries(copies()))
  writeFileSync(join(PROJECT, 'assets/machine/base', file), copyText(copy));
writeFileSync(join(PROJECT, 'docs/contract.md'), contractPage());
