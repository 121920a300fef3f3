import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';

import { reportOf } from '../../../../../lib/rehearsal/report-of';
import { until } from '../../../../../lib/rehearsal/world/shell';
import { deployed, ZONE_ID } from '../../../deployed';

/** A deploy that looks at itself from outside: it passes, is rolled back, warns, or does not look. */
const domain = 'example.com';
const StackName = 'kitte-prod-dns';
const list = 'bl.spamcop.net';

let cloudFormation: CloudFormationClient;
let route53: Route53Client;

const base = { domain, hostedZone: { id: ZONE_ID } };
const tags = { team: 'mail' };

// No mail is sent here.
const server = deployed({ ...base, verify: 'fail' }, { judged: false, world: { certificateDays: 45 } });

const deploy = (value: object) => server.deploy({ ...base, ...value });

async function stack() {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const { StackResourceSummaries } = await cloudFormation.send(new ListStackResourcesCommand({ StackName }));
  const outputs = (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]);
  return {
    status: Stacks?.[0]?.StackStatus,
    outputs: Object.fromEntries(outputs) as Record<string, string>,
    types: (StackResourceSummaries ?? []).map(({ ResourceType }) => ResourceType),
  };
}

const policy = async () => (await server.rehearsal.stand.world.lookup(`_dmarc.${domain}`, 'TXT')).join();
/** How often the functions of the gate have answered. */
const looks = () =>
  server.rehearsal.stand.account.lambdaAnswers().filter((line) => line.function.includes('Verify')).length;

beforeAll(() => {
  const { sdk } = server.rehearsal.stand.account;
  cloudFormation = new CloudFormationClient(sdk);
  route53 = new Route53Client(sdk);
});

/** As after a boot: the machine tries anew, and tells. */
async function port25(blocked: boolean): Promise<void> {
  const { world, account } = server.rehearsal.stand;
  await world.blockPort25(blocked);
  const machine = account.instances()[0]?.id ?? 'none';
  await world.exec(machine, ['systemctl', 'start', 'kitte-port25.service']);
  const state = blocked ? 'closed' : 'open';
  await until(`the report to say ${state}`, 60_000, () => {
    const { port25 } = reportOf({ account }, { name: 'prod' });
    return Promise.resolve(port25 === state ? true : undefined);
  });
}

/** Nobody inside the account can know: somebody put the address on a list. */
async function listAddress(): Promise<void> {
  const { account, world } = server.rehearsal.stand;
  account.addHostedZone({ id: 'ZLIST', name: list });
  const listed = [server.rehearsal.address().split('.').reverse().join('.'), '2.0.0.127'];
  const Changes = listed.map((name) => ({
    Action: 'UPSERT' as const,
    ResourceRecordSet: {
      Name: `${name}.${list}.`,
      Type: 'A' as const,
      TTL: 60,
      ResourceRecords: [{ Value: '127.0.0.2' }],
    },
  }));
  await route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: 'ZLIST', ChangeBatch: { Changes } }),
  );
  await world.delegate(list, true);
  await until('the list to answer', 30_000, async () =>
    (await world.lookup(`${listed[0] ?? ''}.${list}`, 'A')).length > 0 ? true : undefined,
  );
}

test('a good deploy prints that it passes, and what the machine says of port 25', async () => {
  const { outputs } = await stack();
  const [, passed, all] = /^pass: (\d+) of (\d+)$/.exec(outputs['Verdict'] ?? '') ?? [];
  expect(outputs['Verdict']).toMatch(/^pass: /);
  expect(passed).toBe(all);
  expect(Number(all)).toBeGreaterThanOrEqual(24);
  expect(outputs['Port25']).toMatch(/^open: the machine reached port 25 of /);
});

test('a deploy that changes nothing of the server does not look again', async () => {
  const before = looks();
  expect(before).toBeGreaterThan(0);
  const { exitCode } = await deploy({ verify: 'fail', tags });
  expect(exitCode).toBe(0);
  expect(looks()).toBe(before);
}, 180_000);

// Other tags would write the report's parameter anew, and the machine says its word again only within minutes.
test('port 25 closed is no failure, even under `fail`: the output says so, and what to do', async () => {
  await port25(true);
  const { exitCode } = await deploy({ verify: 'fail', tags, dmarc: { policy: 'quarantine' } });
  expect(exitCode).toBe(0);
  const { outputs } = await stack();
  expect(outputs['Port25']).toMatch(/^closed when this was deployed: .*Next: npm run kitte -- port25/);
  expect(outputs['Verdict']).toMatch(/^pass: /);
  await port25(false);
}, 240_000);

test('`fail`: what only the outside sees rolls the deploy back, with the reason', async () => {
  await listAddress();
  const { exitCode, output } = await deploy({ verify: 'fail', dmarc: { policy: 'reject' } });
  expect(exitCode).not.toBe(0);
  expect(output).toMatch(/Seen from outside, mail\.example\.com is not as it should be/);
  expect(output).toMatch(/SpamCop \(bl\.spamcop\.net\)\): listed: 127\.0\.0\.2/);
  // The fault is still there: the way back must not stop at it.
  expect((await stack()).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await policy()).toContain('p=quarantine');
}, 180_000);

test('`warn`: the same deploy stands, and its output names the fault and the next step', async () => {
  const { exitCode } = await deploy({ verify: 'warn', dmarc: { policy: 'reject' } });
  expect(exitCode).toBe(0);
  expect(await policy()).toContain('p=reject');
  const { outputs } = await stack();
  expect(outputs['Verdict']).toMatch(
    /^fail: \d+ of \d+; blocklist .*listed: 127\.0\.0\.2, expected not listed\. Next: Ask for removal: https:/,
  );
}, 180_000);

test('`off`: there is nothing that looks', async () => {
  expect((await stack()).types).toContain('Custom::Verify');
  const { exitCode } = await deploy({ verify: 'off', dmarc: { policy: 'reject' } });
  expect(exitCode).toBe(0);
  const { types, outputs } = await stack();
  expect(types).not.toContain('Custom::Verify');
  expect(outputs).not.toHaveProperty('Verdict');
}, 180_000);
