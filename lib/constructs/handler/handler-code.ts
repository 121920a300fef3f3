import { basename, dirname, join, relative } from 'node:path';

import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const PROJECT = join(__dirname, '../../..');

/**
 * A handler file and what it imports as one readable `index.js`. In this process: NodejsFunction would start
 * `npx esbuild` for each. The same bytes wherever the project is cloned, as esbuild's comments name files from the
 * project's root.
 */
export function handlerCode(entry: string): AssetCode {
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run: what is bundled here needs no container.
      image: DockerImage.fromRegistry('none'),
      // Two handlers of one directory are two assets to CDK's cache.
      command: [basename(entry)],
      local: {
        tryBundle(directory) {
          buildSync({
            absWorkingDir: PROJECT,
            entryPoints: [relative(PROJECT, entry)],
            outfile: join(directory, 'index.js'),
            bundle: true,
            format: 'cjs',
            platform: 'node',
            target: 'node24',
            // Part of the Lambda runtime.
            external: ['@aws-sdk/*'],
            // A library's name is its place below node_modules, wherever that leads.
            preserveSymlinks: true,
            logLevel: 'error',
          });
          return true;
        },
      },
    },
  });
}
