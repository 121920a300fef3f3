import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CloudFormationClient, SignalResourceCommand } from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { LocalAccountHandle } from '../../../../../lib/local-aws';
import { startAccount } from '../../../../../lib/local-aws';
import { models } from '../../../../fixtures/kept-models';
import { NullFleet } from '../../../../local-aws/null-fleet';

/** The unmodified CDK CLI against the local account; needs neither root nor network, only time. */
const ROOT = resolve(__dirname, '../../../../..');
const image = 'ami-0123456789abcdef0';
const parameter = '/aws/service/debian/release/13/latest/arm64';
let account: LocalAccountHandle;
let workspace: string;

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'kitte-account-'));
  const fleet = new NullFleet(({ id, region }) => {
    const client = new CloudFormationClient({ ...account.sdk, region });
    const StackName = 'Probe';
    client
      .send(
        new SignalResourceCommand({
          StackName,
          LogicalResourceId: 'Machine',
          UniqueId: id,
          Status: 'SUCCESS',
        }),
      )
      .catch(() => undefined);
  });
  account = await startAccount({
    ...(await models()),
    accountId: '111122223333',
    region: 'eu-west-1',
    addressPool: ['192.0.2.10'],
    fleet,
    publicParameters: { [parameter]: image },
    images: { [image]: 'arm64' },
    resolveA: () => Promise.resolve([]),
  });
});

afterAll(async () => {
  await account.close();
  rmSync(workspace, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

function run(
  cwd: string,
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...account.env, CI: 'true', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('exit', (code) => done({ code, output }));
  });
}

/** Synthesizes once a variant; returns the assembly for `--app`. */
async function synth(name: string, context: Record<string, string>): Promise<string> {
  const directory = join(workspace, name);
  const { context: flags } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: object };
  const { code, output } = await run(
    ROOT,
    process.execPath,
    ['--import', 'tsx', 'test/local-aws/app/app.ts'],
    {
      CDK_OUTDIR: directory,
      CDK_CONTEXT_JSON: JSON.stringify({ ...flags, ...context, 'aws:cdk:enable-path-metadata': true }),
    },
  );
  if (code !== 0) throw new Error(output);
  return directory;
}

// The CLI keeps what it looked up in its working directory: not in the project.
const cdk = (app: string, ...args: string[]) =>
  run(workspace, join(ROOT, 'node_modules/.bin/cdk'), ['--app', app, ...args]);
const deploy = (app: string) => cdk(app, 'deploy', '--all', '--require-approval', 'never');

/** A failure shows what the CLI printed. */
async function succeeded(running: Promise<Outcome>): Promise<void> {
  const { code, output } = await running;
  if (code !== 0) throw new Error(`exit code ${code}:\n${output}`);
}

const status = (name: string) => account.stacks().findLast((stack) => stack.name === name)?.status;

test('bootstrap, deploy, no-op, diff, update, roll-back, destroy', async () => {
  const hello = await synth('hello', { greeting: 'hello' });
  const changed = await synth('changed', { greeting: 'good day' });
  const failing = await synth('failing', { greeting: 'never', fail: 'as told' });
  const denied = await synth('denied', { greeting: 'hello', deny: 'yes' });

  await succeeded(cdk(hello, 'bootstrap'));

  // A permission that the template forgot: the creation rolls back, and says which.
  const refused = await deploy(denied);
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(
    /not authorized to perform: ssm:PutParameter on resource: \S*parameter\/probe\/secure/,
  );
  expect(status('Probe')).toBe('ROLLBACK_COMPLETE');
  expect(account.instances()).toEqual([]);

  await succeeded(deploy(hello));
  expect(status('Probe')).toBe('CREATE_COMPLETE');
  expect(account.readParameter('/probe/secure')).toBe('hello');
  expect(account.readParameter('/probe/address')).toBe('192.0.2.10');
  const outputs = account.stacks().findLast(({ name }) => name === 'Probe')?.outputs;
  expect(outputs?.['Length']).toBe('5');
  expect(account.readSecret(outputs?.['SecretName'] ?? '')).toHaveLength(32);
  expect(account.zones()[0]?.records).toContainEqual({
    name: 'mail.example.com',
    type: 'A',
    ttl: 1800,
    values: ['192.0.2.10'],
  });

  const again = await deploy(hello);
  expect(again).toMatchObject({ code: 0, output: expect.stringMatching(/Probe \(no changes\)/) as string });

  const difference = await cdk(changed, 'diff', 'Probe');
  expect(difference.output).toMatch(/AWS::EC2::Instance[^\n]*Machine[\s\S]*UserData[\s\S]*good day/);

  const [machine] = account.instances();
  await succeeded(deploy(changed));
  expect(account.instances()[0]?.id).toBe(machine?.id);
  expect(account.instances()[0]?.userData()).toMatch(/good day/);

  const failed = await deploy(failing);
  expect(failed).toMatchObject({ code: 1, output: expect.stringMatching(/told to fail: as told/) as string });
  expect(status('Probe')).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(account.readParameter('/probe/greeting')).toBe('good day');
  expect(account.instances()[0]?.userData()).toMatch(/good day/);

  // The instance's own credentials are held to its role, which grants nothing here.
  const credentials = account.instances()[0]?.credentials();
  if (!credentials) throw new Error('the instance has no role');
  const ssm = new SSMClient({ endpoint: account.endpoint, region: 'eu-west-1', credentials });
  await expect(ssm.send(new GetParameterCommand({ Name: '/probe/greeting' }))).rejects.toThrow(
    /assumed-role\/\S+ is not authorized to perform: ssm:GetParameter/,
  );

  await succeeded(cdk(changed, 'destroy', '--all', '--force'));
  expect(account.remains()).toEqual([]);
}, 300_000);
