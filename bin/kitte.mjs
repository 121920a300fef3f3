#!/usr/bin/env node
// Runs the TypeScript as it is: tsx is found from this package, whatever the working directory.
import { createRequire } from 'node:module';
import { register as registerCommonJs } from 'tsx/cjs/api';
import { register as registerModules } from 'tsx/esm/api';

registerCommonJs();
registerModules();
createRequire(import.meta.url)('./kitte.ts');
