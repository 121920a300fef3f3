import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { cacheDirectory } from '../../../lib/cli/cache-directory';
import { loadConfig } from '../../../lib/config/load';
import { deliver } from '../../../lib/rehearsal/judge/delivery';
import { demandPrerequisites, thisHost } from '../../../lib/rehearsal/prerequisites';
import { Rehearsal } from '../../../lib/rehearsal/rehearse';

/** A zone that Kitte makes: nobody knows its name servers before the first deploy has printed them. In a VPC that was there. */
const directory = mkdtempSync(join(tmpdir(), 'kitte-created-zone-'));
const config = join(directory, 'kitte.config.ts');
const domain = 'example.com';

let rehearsal: Rehearsal;

const vpc = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetId: 'subnet-0123456789abcdef0',
  availabilityZone: 'eu-west-1b',
};

function write(delegated: boolean): void {
  const value = { domain, hostedZone: { create: true, delegated }, vpc };
  writeFileSync(config, `export default ${JSON.stringify(value)};\n`);
}

function cdk(...args: string[]) {
  return rehearsal.stand.cdk([...args, 'prod/*', ...rehearsal.context()]);
}

const outputs = () =>
  Object.assign({}, ...rehearsal.stand.account.stacks().map((stack) => stack.outputs)) as Record<
    string,
    string
  >;

beforeAll(async () => {
  demandPrerequisites(thisHost(process.env));
  write(false);
  const [environment] = await loadConfig(config);
  rehearsal = new Rehearsal({
    projectDirectory: resolve(__dirname, '../../..'),
    cacheDirectory: cacheDirectory(process.env),
    environment: environment!,
    context: [`config=${config}`],
  });
  for (const task of rehearsal.tasks()) await task.run(() => undefined);
}, 900_000);

afterAll(async () => {
  if (rehearsal.begun) await rehearsal.stand.tearDown();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

test('the deploy succeeds, says what is awaited, and prints the name servers', () => {
  expect(outputs()).toMatchObject({
    State: 'waiting',
    Reason: expect.stringContaining(`the zone ${domain} is not delegated yet`) as string,
    NameServers: expect.stringMatching(/^\S+\.\S+( \S+\.\S+)+$/) as string,
    ReverseName: expect.stringContaining('set hostedZone.delegated to true') as string,
  });
});

test('nothing listened before the delegation; after it the certificate came and mail was delivered', async () => {
  const result = await rehearsal.result();
  const verdicts = [...result.messages.flatMap((message) => message.verdicts), ...result.verdicts];
  expect(verdicts.filter(({ pass }) => !pass)).toEqual([]);
  expect(result.verdicts).toContainEqual(
    expect.objectContaining({ expected: 'waiting, nothing listens', seen: 'waiting, nothing listens' }),
  );
  expect(result.machine.state).toBe('converged');
  expect(result.ok).toBe(true);
});

test('with `delegated: true` the next deploy sets the reverse name', async () => {
  write(true);
  const run = await cdk('deploy', '--require-approval', 'never');
  expect(run.exitCode).toBe(0);
  expect(outputs()['ReverseName']).toBeUndefined();

  const sender = rehearsal.sender();
  const hostedZone = { kind: 'created', name: domain, delegated: true } as const;
  const { verdicts } = await deliver(
    rehearsal.stand.world,
    { ...sender, environment: { ...sender.environment, hostedZone } },
    465,
  );
  expect(verdicts.filter(({ pass }) => !pass)).toEqual([]);
  expect(verdicts).toContainEqual(expect.objectContaining({ id: 'fcrdns', seen: `mail.${domain}` }));
}, 300_000);
