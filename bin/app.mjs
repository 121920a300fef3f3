// The CDK app, for cdk.json.
import { onNode } from './on-node.mjs';

onNode(async () => {
  const { typescript } = await import('./typescript.mjs');
  typescript()('./app.ts');
});
