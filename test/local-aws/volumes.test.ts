import {
  AssociateAddressCommand,
  AttachVolumeCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';

import type { AccountOptions, LocalAccountHandle } from '../../lib/local-aws';
import { NullFleet } from './null-fleet';
import { quietAccount, stacksOf } from './stacks';
import { until } from './until';

/** A volume and an address move between machines as on EC2, by the rights of the machines' own role. */
let account: LocalAccountHandle;
let fleet: NullFleet;
let ec2: EC2Client;
let deploy: ReturnType<typeof stacksOf>['deploy'];
let facts: Record<string, string>;

const tags = (environment: string) => [{ Key: 'kitte:environment', Value: environment }];
const machine = (environment: string) => ({
  Type: 'AWS::EC2::Instance',
  DependsOn: 'Policy',
  Properties: {
    ImageId: 'ami-1',
    InstanceType: 't4g.small',
    SubnetId: { Ref: 'Subnet' },
    SecurityGroupIds: [],
    IamInstanceProfile: { Ref: 'Profile' },
    Tags: tags(environment),
  },
});
const moves = ['ec2:AttachVolume', 'ec2:DetachVolume', 'ec2:AssociateAddress'];
const condition = { StringEquals: { 'aws:ResourceTag/kitte:environment': 'prod' } };
const arn = (rest: unknown) => ({
  'Fn::Join': ['', ['arn:aws:ec2:eu-west-1:111122223333:', ...[rest].flat()]],
});

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const grant = (via: string) => ({
  Effect: 'Allow',
  Action: 'kms:CreateGrant',
  Resource: 'arn:aws:kms:eu-west-1:111122223333:key/*',
  Condition: {
    Bool: { 'kms:GrantIsForAWSResource': 'true' },
    StringEquals: { 'kms:ViaService': `${via}.eu-west-1.amazonaws.com` },
  },
});

const template = (
  size: number,
  zone = 'eu-west-1a',
  machines = ['First', 'Second', 'Stranger'],
  { statements = [] as object[], volume = {} } = {},
) => ({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '10.0.0.0/24', VpcId: { Ref: 'Vpc' } } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Principal: { Service: 'ec2.amazonaws.com' } } },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'p',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: moves, Resource: arn(['volume/', { Ref: 'Volume' }]) },
            { Effect: 'Allow', Action: moves, Resource: [arn('elastic-ip/*'), arn('network-interface/*')] },
            { Effect: 'Allow', Action: moves, Resource: arn('instance/*'), Condition: condition },
            { Effect: 'Allow', Action: 'ec2:DescribeVolumes', Resource: '*' },
            ...statements,
          ],
        },
      },
    },
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
    ...Object.fromEntries(machines.map((id) => [id, machine(id === 'Stranger' ? 'test' : 'prod')])),
    Volume: {
      Type: 'AWS::EC2::Volume',
      Properties: {
        AvailabilityZone: zone,
        Size: size,
        VolumeType: 'gp3',
        Encrypted: true,
        Tags: tags('prod'),
        ...volume,
      },
    },
    Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
  },
  Outputs: Object.fromEntries(
    [...machines, 'Volume']
      .map((id): [string, unknown] => [id, { Value: { Ref: id } }])
      .concat([['Allocation', { Value: { 'Fn::GetAtt': ['Address', 'AllocationId'] } }]]),
  ),
});

/** An account, and in it what the tests are about. */
async function begin(body: object, options: Partial<AccountOptions> = {}): Promise<void> {
  fleet = new NullFleet();
  account = await quietAccount({ fleet, ...options });
  const stack = stacksOf(account);
  deploy = (...how) => stack.deploy(...how);
  expect(await deploy('CREATE', body)).toBe('CREATE_COMPLETE');
  facts = account.stacks().at(-1)?.outputs ?? {};
  const credentials = account.instances()[0]!.credentials()!;
  ec2 = new EC2Client({ ...account.sdk, credentials });
}

beforeEach(() => begin(template(4)));
afterEach(() => account.close());

const volume = () => ({ VolumeId: facts['Volume']! });
const attach = (to: string) =>
  ec2.send(new AttachVolumeCommand({ ...volume(), InstanceId: facts[to]!, Device: '/dev/sdf' }));
const detach = (from: string, Force = false) =>
  ec2.send(new DetachVolumeCommand({ ...volume(), InstanceId: facts[from]!, Force }));
const look = async () => {
  const { Volumes } = await ec2.send(new DescribeVolumesCommand({ VolumeIds: [facts['Volume']!] }));
  const [{ State, Attachments = [] }] = Volumes as [NonNullable<typeof Volumes>[number]];
  return [State, Attachments[0]?.State, Attachments[0]?.InstanceId].filter((one) => one !== undefined);
};
const becomes = (...wanted: unknown[]) =>
  until(`the volume to be ${wanted.join(' ')}`, 10_000, async () =>
    JSON.stringify(await look()) === JSON.stringify(wanted) ? true : undefined,
  );

test('attached to one machine at a time, in the states of EC2', async () => {
  expect(await look()).toEqual(['available']);
  expect((await attach('First')).State).toBe('attaching');
  expect(await look()).toEqual(['in-use', 'attaching', facts['First']]);
  await becomes('in-use', 'attached', facts['First']);
  await expect(attach('Second')).rejects.toThrow(expect.objectContaining({ name: 'VolumeInUse' }) as Error);
  await expect(detach('Second')).rejects.toThrow(/not attached to instance/);

  expect((await detach('First')).State).toBe('detaching');
  await expect(attach('Second')).rejects.toThrow(/already attached/);
  await expect(detach('First')).rejects.toThrow(/'detaching' state/);
  await becomes('available');
  await attach('Second');
  await becomes('in-use', 'attached', facts['Second']);
  await detach('Second', true);
  await becomes('available');
  expect(fleet.calls.filter((call) => call.includes('volume'))).toEqual([
    'attach volume',
    'detach volume',
    'attach volume',
    'detach volume by force',
  ]);
}, 30_000);

test('neither volume nor address goes to a machine of another environment', async () => {
  const refused = /not authorized to perform: ec2:\w+ on resource: \S+instance/;
  await expect(attach('Stranger')).rejects.toThrow(refused);
  const associate = (id: string, AllowReassociation?: boolean) =>
    ec2.send(
      new AssociateAddressCommand({
        AllocationId: facts['Allocation'],
        InstanceId: facts[id],
        AllowReassociation,
      }),
    );
  await expect(associate('Stranger')).rejects.toThrow(refused);
  await associate('First');
  await expect(associate('Second')).rejects.toThrow(/already associated/);
  await associate('Second', true);
  expect(account.instances().map((each) => each.publicIp())).toEqual([undefined, '192.0.2.10', undefined]);
});

test('a terminated machine frees its volume', async () => {
  await attach('First');
  await becomes('in-use', 'attached', facts['First']);
  expect(await deploy('UPDATE', template(4, 'eu-west-1a', ['Second', 'Stranger']))).toBe('UPDATE_COMPLETE');
  const [survivor] = account.instances();
  expect(account.instances().map(({ id }) => id)).not.toContain(facts['First']);
  ec2 = new EC2Client({
    endpoint: account.endpoint,
    region: 'eu-west-1',
    credentials: survivor!.credentials()!,
  });
  await becomes('available');
}, 30_000);

test('it grows in place, does not shrink, and stays in its zone', async () => {
  expect(await deploy('UPDATE', template(9))).toBe('UPDATE_COMPLETE');
  expect(fleet.calls).toContain('resize volume to 9');
  expect(await deploy('UPDATE', template(4))).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await deploy('UPDATE', template(9, 'eu-west-1b'))).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await look()).toEqual(['available']);
}, 30_000);

describe('where the account encrypts by a key of its own', () => {
  const withGrant = (...statements: object[]) =>
    begin(template(4, 'eu-west-1a', undefined, { statements }), { ebsDefaultKey: KEY });
  beforeEach(() => account.close());

  test.each([['no permission', []] as const, ['one for another service', [grant('rds')]] as const])(
    'a machine with %s to make the grant does not get the volume',
    async (_what, statements) => {
      await withGrant(...statements);
      await expect(attach('First')).rejects.toThrow(
        expect.objectContaining({
          name: 'UnauthorizedOperation',
          message: expect.stringContaining(`kms:CreateGrant on resource: ${KEY}`) as string,
        }) as Error,
      );
      expect(await look()).toEqual(['available']);
    },
  );

  test('one with it does, and the volume keeps its key whatever a template says later', async () => {
    await withGrant(grant('ec2'));
    await attach('First');
    await becomes('in-use', 'attached', facts['First']);
    const { Volumes } = await ec2.send(new DescribeVolumesCommand({}));
    expect(Volumes?.[0]?.KmsKeyId).toBe(KEY);
    const named = template(4, 'eu-west-1a', undefined, {
      statements: [grant('ec2')],
      volume: { KmsKeyId: 'alias/aws/ebs' },
    });
    expect(await deploy('UPDATE', named)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await look()).toEqual(['in-use', 'attached', facts['First']]);
  });
});
