import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  SignalResourceCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeAddressesAttributeCommand,
  DescribeAddressesCommand,
  EC2Client,
  ModifyAddressAttributeCommand,
  ResetAddressAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { LocalAccountHandle } from '../../lib/local-aws';
import { startAccount } from '../../lib/local-aws';
import { models } from '../fixtures/kept-models';
import { NullFleet } from './null-fleet';

/** Stacks over the wire, with AWS's own client, without the CLI. */
// AWS's schema is loaded on the way, which a busy machine takes its time for.
jest.setTimeout(30_000);

let account: LocalAccountHandle;
let cloudFormation: CloudFormationClient;
let ec2: EC2Client;
let fleet: NullFleet;
let signal: 'SUCCESS' | 'FAILURE';

beforeEach(async () => {
  signal = 'SUCCESS';
  fleet = new NullFleet(({ id }) => {
    const sent = cloudFormation.send(
      new SignalResourceCommand({
        StackName: 'S',
        LogicalResourceId: 'Machine',
        UniqueId: id,
        Status: signal,
      }),
    );
    // A machine that starts again signals too, and nobody waits any more.
    sent.catch(() => undefined);
  });
  account = await startAccount({
    ...(await models()),
    accountId: '111122223333',
    region: 'eu-west-1',
    addressPool: ['192.0.2.10'],
    fleet,
    publicParameters: {},
    images: { 'ami-1': 'arm64', 'ami-2': 'arm64' },
    resolveA: (name) => Promise.resolve(name === 'mail.example.com' ? ['192.0.2.10'] : []),
  });
  cloudFormation = new CloudFormationClient(account.sdk);
  ec2 = new EC2Client(account.sdk);
});

afterEach(() => account.close());

interface Wish {
  readonly userData?: string;
  readonly image?: string;
  readonly port?: number;
}

function template({ userData = 'one', image = 'ami-1', port = 465 }: Wish = {}): object {
  const network = { VpcId: { Ref: 'Vpc' } };
  const rule = { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' };
  return {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '10.0.0.0/24', ...network } },
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'mail', SecurityGroupIngress: [rule], ...network },
      },
      Machine: {
        Type: 'AWS::EC2::Instance',
        Properties: {
          ImageId: image,
          InstanceType: 't4g.small',
          SubnetId: { Ref: 'Subnet' },
          SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
          UserData: { 'Fn::Base64': userData },
        },
        CreationPolicy: { ResourceSignal: { Timeout: 'PT1M' } },
      },
      Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
      Association: {
        Type: 'AWS::EC2::EIPAssociation',
        Properties: {
          AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] },
          InstanceId: { Ref: 'Machine' },
        },
      },
    },
    Outputs: { Machine: { Value: { Ref: 'Machine' } } },
  };
}

async function changeSet(kind: 'CREATE' | 'UPDATE', body: object) {
  const request = { StackName: 'S', ChangeSetName: 'c' };
  const TemplateBody = JSON.stringify(body);
  await cloudFormation.send(new CreateChangeSetCommand({ ...request, ChangeSetType: kind, TemplateBody }));
  return cloudFormation.send(new DescribeChangeSetCommand(request));
}

async function settled(): Promise<{ status: string; outputs: Readonly<Record<string, string>> }> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const stack = account.stacks().at(-1);
    if (stack && !stack.status.endsWith('_IN_PROGRESS')) return stack;
    if (Date.now() > deadline) throw new Error(`stack is still ${stack?.status}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function deploy(kind: 'CREATE' | 'UPDATE', wish: Wish = {}) {
  await changeSet(kind, template(wish));
  await cloudFormation.send(new ExecuteChangeSetCommand({ StackName: 'S', ChangeSetName: 'c' }));
  return settled();
}

async function destroy() {
  await cloudFormation.send(new DeleteStackCommand({ StackName: 'S' }));
  return settled();
}

test('a machine that signals makes a stack; its deletion leaves nothing', async () => {
  const { status, outputs } = await deploy('CREATE');
  expect(status).toBe('CREATE_COMPLETE');
  expect(fleet.calls).toEqual(['start one', 'ports 465', 'associate 192.0.2.10']);
  expect(outputs['Machine']).toBe(account.instances()[0]?.id);
  expect(account.instances()[0]).toMatchObject({
    privateIp: '10.0.0.10',
    vpcCidr: '10.0.0.0/16',
    architecture: 'arm64',
  });

  await destroy();
  expect(account.remains()).toEqual([]);
  expect(fleet.calls.slice(3)).toEqual(['disassociate 192.0.2.10', 'terminate']);
});

test('a person who asks of a stack at work hears how it came out', async () => {
  await changeSet('CREATE', template({}));
  await cloudFormation.send(new ExecuteChangeSetCommand({ StackName: 'S', ChangeSetName: 'c' }));
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'S' }));
  expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
  await destroy();
});

test('a machine that reports failure rolls the creation back', async () => {
  signal = 'FAILURE';
  expect((await deploy('CREATE')).status).toBe('ROLLBACK_COMPLETE');
  expect(account.instances()).toEqual([]);
  expect(account.addresses()).toEqual([]);
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'S' }));
  const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  expect(failed?.ResourceStatusReason).toMatch(/Received FAILURE signal with UniqueId i-/);
});

test('the same template is no change; changed user-data is announced, and stops and starts the machine', async () => {
  const before = await deploy('CREATE');
  expect(await changeSet('UPDATE', template())).toMatchObject({
    Status: 'FAILED',
    StatusReason: expect.stringMatching(/didn't contain changes/) as string,
  });
  const { Changes = [] } = await changeSet('UPDATE', template({ userData: 'two' }));
  expect(
    Changes.map(({ ResourceChange }) => [ResourceChange?.LogicalResourceId, ResourceChange?.Replacement]),
  ).toEqual([['Machine', 'False']]);
  expect(Changes[0]?.ResourceChange?.Details?.[0]?.Target?.Name).toBe('UserData');

  fleet.calls.length = 0;
  const after = await deploy('UPDATE', { userData: 'two' });
  expect(after.outputs).toEqual(before.outputs);
  expect(fleet.calls).toEqual(['stop', 'start two', 'ports 465', 'associate 192.0.2.10']);
});

test('another image replaces: the new machine is there before the old one goes, and the address moves', async () => {
  const before = await deploy('CREATE');
  fleet.calls.length = 0;
  const after = await deploy('UPDATE', { image: 'ami-2' });
  expect(after.status).toBe('UPDATE_COMPLETE');
  expect(after.outputs['Machine']).not.toBe(before.outputs['Machine']);
  expect(fleet.calls).toEqual([
    'start one',
    'ports 465',
    'disassociate 192.0.2.10',
    'associate 192.0.2.10',
    'terminate',
  ]);
  expect([...fleet.running.keys()]).toEqual([after.outputs['Machine']]);
});

test('a replacement that fails leaves the old machine as it was', async () => {
  const before = await deploy('CREATE');
  signal = 'FAILURE';
  const after = await deploy('UPDATE', { image: 'ami-2', port: 587 });
  expect(after).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', outputs: before.outputs });
  expect([...fleet.running.keys()]).toEqual([before.outputs['Machine']]);
  expect(fleet.calls.filter((call) => call.startsWith('ports')).at(-1)).toBe('ports 465');
});

test('changed rules reach the running machine', async () => {
  await deploy('CREATE');
  await deploy('UPDATE', { port: 587 });
  expect(fleet.calls.at(-1)).toBe('ports 587');
});

test('a reverse name needs its A record, is pending for a while, and holds the address back', async () => {
  await deploy('CREATE');
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
  const AllocationId = Addresses[0]?.AllocationId;
  const set = (DomainName: string) =>
    ec2.send(new ModifyAddressAttributeCommand({ AllocationId, DomainName }));
  const attribute = async () => {
    const ids = AllocationId === undefined ? [] : [AllocationId];
    const { Addresses: found } = await ec2.send(
      new DescribeAddressesAttributeCommand({ AllocationIds: ids, Attribute: 'domain-name' }),
    );
    return found?.[0];
  };
  const done = async () => {
    const deadline = Date.now() + 5_000;
    while ((await attribute())?.PtrRecordUpdate?.Status === 'PENDING' && Date.now() < deadline);
  };

  await expect(set('other.example.com')).rejects.toThrow(/does not resolve to the address 192.0.2.10/);
  await set('mail.example.com');
  expect(await attribute()).toMatchObject({ PtrRecordUpdate: { Status: 'PENDING' } });
  await done();
  expect((await attribute())?.PtrRecord).toBe('mail.example.com.');
  expect(account.reverseNames().get('192.0.2.10')).toBe('mail.example.com');

  expect((await destroy()).status).toBe('DELETE_FAILED');
  await ec2.send(new ResetAddressAttributeCommand({ AllocationId, Attribute: 'domain-name' }));
  await done();
  await destroy();
  expect(account.remains()).toEqual([]);
});

test('what the account does not know is refused by name, before anything is made', async () => {
  const body = { Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } } };
  await expect(changeSet('CREATE', body)).rejects.toThrow(/AWS::SQS::Queue/);
  const odd = { Resources: { A: { Type: 'AWS::EC2::EIP', Properties: { PublicIpv4Pool: 'p' } } } };
  await expect(changeSet('CREATE', odd)).rejects.toThrow(/PublicIpv4Pool/);
  await expect(cloudFormation.send(new DescribeStacksCommand({ StackName: 'none' }))).rejects.toThrow(
    /does not exist/,
  );
});
