import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Part } from './side-by-side';

const load = createRequire(__filename);

/** The file of a package's program: no npx or npm stands between it and a signal. */
function program(name: string, bin = name): string {
  const manifest = load.resolve(`${name}/package.json`);
  const { bin: bins } = load(manifest) as { readonly bin: string | Record<string, string> };
  const file = typeof bins === 'string' ? bins : bins[bin];
  if (file === undefined) throw new Error(`The package ${name} has no program ${bin}.`);
  return join(dirname(manifest), file);
}

/** A command for each failed file; where jest names none, that of all. */
export function failedTests(output: string): string[] {
  const files = new Set([...output.matchAll(/^FAIL unit (\S+)/gm)].map(([, file = '']) => file));
  if (files.size === 0) return ['npm run test:unit'];
  return [...files].sort().map((file) => `npx jest --selectProjects unit --runTestsByPath ${file}`);
}

/**
 * Two lanes on two cores. The tests cost more than all the rest and wait for their children, so they have two workers from
 * the start; what reads the sources follows one after the other beside them.
 */
export const lanes: readonly (readonly Part[])[] = [
  [
    {
      name: 'unit tests',
      argv: [program('jest'), '--selectProjects', 'unit', '--maxWorkers', '2'],
      again: failedTests,
    },
  ],
  [
    { name: 'types', argv: [program('typescript', 'tsc'), '--noEmit'], again: () => ['npm run build'] },
    { name: 'eslint', argv: [program('eslint'), '.'], again: () => ['npx eslint .'] },
    {
      name: 'assets',
      argv: [program('tsx'), 'tools/lint-assets.ts'],
      again: () => ['npm run lint:assets'],
    },
    {
      name: 'format',
      argv: [program('prettier'), '--check', '.'],
      again: () => ['npm run format:check'],
    },
  ],
];
