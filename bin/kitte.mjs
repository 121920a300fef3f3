#!/usr/bin/env node
import { onNode } from './on-node.mjs';

onNode(async () => {
  const { typescript } = await import('./typescript.mjs');
  typescript()('./kitte.ts');
});
