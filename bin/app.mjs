// The CDK app, for cdk.json: the TypeScript as it is.
import { createRequire } from 'node:module';

import { onNode } from './on-node.mjs';

onNode(async () => {
  const { register } = await import('tsx/cjs/api');
  register();
  createRequire(import.meta.url)('./app.ts');
});
