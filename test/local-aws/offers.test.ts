import {
  CloudFormationClient,
  CreateChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import { type LocalAccountHandle, startAccount } from '../../lib/local-aws';
import { models } from '../fixtures/kept-models';
import { NullFleet } from './null-fleet';
import { until } from './until';

/** What the account says that it offers is what a deploy then meets. */
let account: LocalAccountHandle;

beforeEach(async () => {
  account = await startAccount({
    ...(await models()),
    accountId: '111122223333',
    region: 'eu-west-1',
    addressPool: ['192.0.2.10', '192.0.2.11'],
    fleet: new NullFleet(),
    publicParameters: {},
    images: { 'ami-1': 'arm64' },
    lackingTypes: { 't4g.small': ['eu-west-1a'] },
    resolveA: () => Promise.resolve([]),
  });
});
afterEach(() => account.close());

const address = { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } };

async function deploy(StackName: string, Resources: object): Promise<string> {
  const cloudFormation = new CloudFormationClient(account.sdk);
  const request = { StackName, ChangeSetName: 'c' };
  const TemplateBody = JSON.stringify({ Resources });
  const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
  await cloudFormation.send(
    new CreateChangeSetCommand({ ...request, ChangeSetType: 'CREATE', TemplateBody, Capabilities }),
  );
  await cloudFormation.send(new ExecuteChangeSetCommand(request));
  return until('the stack to settle', 20_000, () => {
    const status = account.stacks().find(({ name }) => name === StackName)?.status ?? 'IN_PROGRESS';
    return status.endsWith('IN_PROGRESS') ? undefined : status;
  });
}

const quota = new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: 'L-0263D0A3' });

test('the quota of Elastic IPs is the one by which the next is refused', async () => {
  const { Quota } = await new ServiceQuotasClient(account.sdk).send(quota);
  expect(Quota?.Value).toBe(2);
  expect(await deploy('two', { One: address, Two: address })).toBe('CREATE_COMPLETE');
  const { Addresses } = await new EC2Client(account.sdk).send(new DescribeAddressesCommand({}));
  expect(Addresses).toHaveLength(2);
  expect(await deploy('third', { Three: address })).toBe('ROLLBACK_COMPLETE');
  const other = new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: 'L-34B43A08' });
  await expect(new ServiceQuotasClient(account.sdk).send(other)).rejects.toThrow(
    expect.objectContaining({ name: 'NoSuchResourceException' }) as Error,
  );
});

test.each([
  ['eu-west-1a', 'ROLLBACK_COMPLETE'],
  ['eu-west-1b', 'CREATE_COMPLETE'],
])(
  'a type that a zone lacks is not offered there, and does not start: %s',
  async (AvailabilityZone, ends) => {
    const offered = await new EC2Client(account.sdk).send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: ['t4g.small'] }],
      }),
    );
    const zones = offered.InstanceTypeOfferings?.map(({ Location }) => Location);
    expect(zones).toEqual(['eu-west-1b', 'eu-west-1c']);
    const stack = {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: {
        Type: 'AWS::EC2::Subnet',
        Properties: { CidrBlock: '10.0.0.0/24', VpcId: { Ref: 'Vpc' }, AvailabilityZone },
      },
      Machine: {
        Type: 'AWS::EC2::Instance',
        Properties: { ImageId: 'ami-1', InstanceType: 't4g.small', SubnetId: { Ref: 'Subnet' } },
      },
    };
    expect(await deploy('machine', stack)).toBe(ends);
    expect(account.instances()).toHaveLength(ends === 'CREATE_COMPLETE' ? 1 : 0);
  },
);

test('images by id, subnets of which none is a default; a filter that nobody knows is refused', async () => {
  account.addNetwork({ vpcId: 'vpc-1', subnetId: 'subnet-1', availabilityZone: 'eu-west-1b' });
  const ec2 = new EC2Client(account.sdk);
  const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: ['ami-1'] }));
  expect(Images).toMatchObject([{ ImageId: 'ami-1', Architecture: 'arm64' }]);
  await expect(ec2.send(new DescribeImagesCommand({ ImageIds: ['ami-2'] }))).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidAMIID.NotFound' }) as Error,
  );
  const subnets = async (...Filters: { Name: string; Values: string[] }[]) =>
    (await ec2.send(new DescribeSubnetsCommand({ Filters }))).Subnets?.map(({ SubnetId }) => SubnetId);
  expect(await subnets({ Name: 'default-for-az', Values: ['true'] })).toEqual([]);
  expect(await subnets()).toEqual(['subnet-1']);
  await expect(subnets({ Name: 'vpc-id', Values: ['vpc-1'] })).rejects.toThrow(/the filter vpc-id/);
});

test('who is not allowed is refused, by the action', async () => {
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'nobody',
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
      },
    },
  };
  expect(await deploy('people', { Nobody: role })).toBe('CREATE_COMPLETE');
  const assume = new AssumeRoleCommand({
    RoleArn: 'arn:aws:iam::111122223333:role/nobody',
    RoleSessionName: 'test',
  });
  const { Credentials } = await new STSClient(account.sdk).send(assume);
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const by = { ...account.sdk, credentials };
  await expect(new ServiceQuotasClient(by).send(quota)).rejects.toThrow(/servicequotas:GetServiceQuota/);
  const ec2 = new EC2Client(by);
  await expect(ec2.send(new DescribeSubnetsCommand({}))).rejects.toThrow(/ec2:DescribeSubnets/);
  await expect(ec2.send(new DescribeImagesCommand({ ImageIds: ['ami-1'] }))).rejects.toThrow(
    /ec2:DescribeImages/,
  );
});

test('each hosted zone has name servers of its own', () => {
  for (const id of ['Z1', 'Z2']) account.addHostedZone({ id, name: 'example.com' });
  const servers = account.zones().flatMap(({ nameServers }) => nameServers);
  expect(new Set(servers).size).toBe(4);
});
