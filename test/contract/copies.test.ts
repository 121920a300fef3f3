import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { copies, copyText } from '../../tools/contract-page/copies';

test.each(Object.entries(copies()))(
  "the machine's copy %s is what lib/contract says now (npx tsx tools/write-contract.ts)",
  (file, copy) =>
    expect(readFileSync(join(__dirname, '../../assets/machine/kitte', file), 'utf8')).toBe(copyText(copy)),
);
