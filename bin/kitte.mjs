#!/usr/bin/env node
// Runs the TypeScript as it is: tsx is found from this package, whatever the working directory.
import { createRequire } from 'node:module';

import { onNode } from './on-node.mjs';

onNode(async () => {
  const [{ register: registerCommonJs }, { register: registerModules }] = await Promise.all([
    import('tsx/cjs/api'),
    import('tsx/esm/api'),
  ]);
  registerCommonJs();
  registerModules();
  createRequire(import.meta.url)('./kitte.ts');
});
