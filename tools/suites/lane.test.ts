import { resolve } from 'node:path';

import { Quiet } from './quiet';

/**
 * The files of one lane in one sandbox, so that they find the server that the first of them deployed: see
 * test/rehearsal/deployed.ts. Each runs alone as well.
 */
const files = (process.env['KITTE_LANE'] ?? '').split(' ');
const quiet = Quiet.of(process.env);

for (const [at, file] of files.entries())
  describe(file, () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- its tests belong into this block
    require(resolve(__dirname, '../..', file));
    // Behind the file's own: its server is there by then.
    if (at === 0 && quiet !== undefined) beforeAll(() => quiet.wait(), 3_600_000);
  });
