import { resolve } from 'node:path';

/**
 * The files of one lane in one sandbox, so that they find the server that the first of them deployed: see
 * test/rehearsal/deployed.ts. Each runs alone as well.
 */
const files = (process.env['KITTE_LANE'] ?? '').split(' ');

for (const file of files)
  describe(file, () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- its tests belong into this block
    require(resolve(__dirname, '../..', file));
  });
