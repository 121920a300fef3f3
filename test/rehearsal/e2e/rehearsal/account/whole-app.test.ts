import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { runCdk } from '../../../../../lib/rehearsal/cdk';
import { account as started } from '../../../../cli/account';

/** What people and pipelines type without naming a stack, on the project as it is: no machine is needed for it. */
const ROOT = resolve(__dirname, '../../../../..');
const STACKS = ['prod/Foundation', 'prod/Server', 'prod/Dns'];
const workspace = mkdtempSync(join(tmpdir(), 'kitte-whole-app-'));
const assembly = join(workspace, 'cdk.out');
let account: Awaited<ReturnType<typeof started>>;
beforeAll(async () => {
  account = await started();
  const { exitCode, output } = await cdk('synth', '--quiet', '--output', assembly, '**');
  if (exitCode !== 0) throw new Error(output);
}, 120_000);
afterAll(async () => {
  await account.close();
  rmSync(workspace, { recursive: true });
});

function cdk(...args: string[]) {
  const env = { ...process.env, ...account.env } as Record<string, string>;
  return runCdk({ projectDirectory: ROOT, env, logFile: join(workspace, 'log') }, args);
}

test('cdk diff --fail without names sees every stack of every environment: a gate that can close', async () => {
  const { exitCode, output } = await cdk('diff', '--fail', '--app', assembly);
  expect(STACKS.filter((stack) => !output.includes(`Stack ${stack}`))).toEqual([]);
  expect(exitCode).toBe(1);
}, 120_000);

test('cdk list, --all and a pattern find the same stacks', async () => {
  for (const which of [[], ['prod/*'], STACKS]) {
    const { exitCode, output } = await cdk('list', '--app', assembly, ...which);
    expect({ which, exitCode }).toEqual({ which, exitCode: 0 });
    expect(STACKS.filter((stack) => !output.includes(stack))).toEqual([]);
  }
  // Nothing is bootstrapped there: what --all would deploy is refused one by one, but found.
  const { exitCode, output } = await cdk('deploy', '--all', '--require-approval', 'never', '--app', assembly);
  expect(exitCode).not.toBe(0);
  expect(output).toMatch(/kitte-prod-foundation: SSM parameter .*cdk bootstrap/s);
  expect(output).not.toContain('No stack found in the main cloud assembly');
}, 120_000);
