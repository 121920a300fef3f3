#!/usr/bin/env node
import { onNode } from './on-node.mjs';

onNode(async () => {
  const { withPackages } = await import('./needs.mjs');
  await withPackages(async () => {
    const { typescript } = await import('./typescript.mjs');
    typescript()('./kitte.ts');
  });
});
