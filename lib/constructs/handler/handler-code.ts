import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';

import { handlerBundle } from './handler-bundle';

/** A handler's bundle as an asset. In this process: NodejsFunction would start `npx esbuild` for each. */
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
          writeFileSync(join(directory, 'index.js'), handlerBundle(entry));
          return true;
        },
      },
    },
  });
}
