import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import type { LocalAccountHandle } from '../../lib/local-aws';
import {
  EC2_INPUT,
  JSON_WIRE,
  mismatches,
  QUERY_INPUT,
  QUERY_OUTPUT,
  type Wire,
} from '../../lib/local-aws/model/mismatches';
import { modelOf } from '../../lib/local-aws/model/models';
import { quietAccount } from './stacks';

/** What the lockfile's own clients say of requests and answers, in each protocol's spelling. */
const asked = (service: string, action: string, input: unknown, wire: Wire) =>
  mismatches(modelOf(service, action)!.input, input, wire);
const answered = (service: string, action: string, output: unknown, wire: Wire) =>
  mismatches(modelOf(service, action)!.output, output, wire);

test.each<[string, string, unknown, Wire, RegExp]>([
  [
    'ssm',
    'PutParameter',
    { Name: '/k', Value: 'v', Overwite: true },
    JSON_WIRE,
    /^Overwite is no member of PutParameterRequest$/,
  ],
  [
    'ssm',
    'PutParameter',
    { Name: '/k' },
    JSON_WIRE,
    /^Value is missing, which PutParameterRequest requires$/,
  ],
  [
    'ssm',
    'PutParameter',
    { Name: '/k', Value: 'v', Overwrite: 'true' },
    JSON_WIRE,
    /^Overwrite is no truth$/,
  ],
  [
    'ssm',
    'PutParameter',
    { Name: '/k', Value: 'v', Tags: [{ Key: 'a' }] },
    JSON_WIRE,
    /^Tags\.0\.Value is missing/,
  ],
  ['secretsmanager', 'GetSecretValue', { SecretID: 'a' }, JSON_WIRE, /^SecretID is no member.*/],
  ['ec2', 'AttachVolume', { VolumeId: 'vol-1', InstanceId: 'i-1' }, EC2_INPUT, /^Device is missing/],
  ['ec2', 'DescribeSubnets', { Filters: [] }, EC2_INPUT, /^Filters is no member of DescribeSubnetsRequest$/],
  ['ec2', 'DescribeSubnets', { MaxResults: 'many' }, EC2_INPUT, /^MaxResults is no number$/],
  [
    'cloudformation',
    'SignalResource',
    { StackName: 's', UniqueId: 'i', Status: 'SUCCESS' },
    QUERY_INPUT,
    /^LogicalResourceId is missing/,
  ],
  ['sts', 'AssumeRole', { RoleArn: 'arn' }, QUERY_INPUT, /^RoleSessionName is missing/],
  ['servicequotas', 'GetServiceQuota', { ServiceCode: 'ec2' }, JSON_WIRE, /^QuotaCode is missing/],
])('a wrong request for %s:%s is found: %j', (service, action, input, wire, words) => {
  const [first, ...rest] = asked(service, action, input, wire);
  expect(first).toMatch(words);
  // Under a wrong name the right one is missing as well.
  expect(rest).toEqual(
    action === 'GetSecretValue' ? ['SecretId is missing, which GetSecretValueRequest requires'] : [],
  );
});

test.each<[string, string, unknown, Wire]>([
  ['ssm', 'PutParameter', { Name: '/k', Value: 'v', Type: 'String', Overwrite: true }, JSON_WIRE],
  ['ec2', 'AttachVolume', { VolumeId: 'vol-1', InstanceId: 'i-1', Device: '/dev/sdf' }, EC2_INPUT],
  [
    'ec2',
    'DescribeSubnets',
    { Filter: [{ Name: 'vpc-id', Value: ['vpc-1'] }], SubnetId: ['subnet-1'] },
    EC2_INPUT,
  ],
  // As the CDK CLI asks: of an empty list there is the name alone.
  [
    'cloudformation',
    'CreateChangeSet',
    { StackName: 's', ChangeSetName: 'c', Parameters: '', Tags: '' },
    QUERY_INPUT,
  ],
])('a right one passes: %s:%s', (service, action, input, wire) => {
  expect(asked(service, action, input, wire)).toEqual([]);
});

test('answers are judged too, as XML and as JSON', () => {
  const subnet = { subnetId: 'subnet-1', vpcId: 'vpc-1', availableIpAddressCount: 3 };
  expect(answered('ec2', 'DescribeSubnets', { subnetSet: { item: [subnet] } }, QUERY_OUTPUT)).toEqual([]);
  expect(answered('ec2', 'DescribeSubnets', { subnets: { item: [subnet] } }, QUERY_OUTPUT)).toEqual([
    'subnets is no member of DescribeSubnetsResult',
  ]);
  expect(
    answered('ec2', 'DescribeSubnets', { subnetSet: { item: [{ ...subnet, zone: 'a' }] } }, QUERY_OUTPUT),
  ).toEqual(['subnetSet.0.zone is no member of Subnet']);
  expect(answered('ec2', 'DescribeSubnets', { subnetSet: { member: [subnet] } }, QUERY_OUTPUT)).toEqual([
    'subnetSet is no list',
  ]);
  expect(answered('ssm', 'GetParameter', { Parameter: { Value: 1 } }, JSON_WIRE)).toEqual([
    'Parameter.Value is no text',
  ]);
});

test('an action that AWS does not have is none', () => {
  expect(() => modelOf('ssm', 'FetchParameter')).toThrow("AWS's model of ssm has no action FetchParameter");
  expect(modelOf('cloudtrail', 'LookupEvents')).toBeUndefined();
});

describe('over the wire', () => {
  let aws: LocalAccountHandle;
  beforeAll(async () => void (aws = await quietAccount()));
  afterAll(() => aws.close());

  test('the account refuses what is planted, with all that is wrong, and does nothing', async () => {
    const ssm = new SSMClient(aws.sdk);
    // Behind the client's own serializer, as a program without one would ask.
    ssm.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body?: string; headers: Record<string, string> };
        request.body = JSON.stringify({ Nmae: '/k', Value: 7 });
        request.headers['content-length'] = String(request.body.length);
        return next(args);
      },
      { step: 'build' },
    );
    await expect(
      ssm.send(new PutParameterCommand({ Name: '/k', Value: 'v', Type: 'String' })),
    ).rejects.toMatchObject({
      name: 'LocalAccountModel',
      message:
        "A request for ssm:PutParameter is not as AWS's model has it: Nmae is no member of PutParameterRequest; Name is missing, which PutParameterRequest requires; Value is no text.",
    });
    expect(aws.readParameter('/k')).toBeUndefined();
  });

  test('what the clients themselves write passes', async () => {
    const ec2 = new EC2Client(aws.sdk);
    aws.addNetwork({ vpcId: 'vpc-1', subnetId: 'subnet-1', availabilityZone: 'eu-west-1b' });
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-1'] }));
    expect(Subnets).toMatchObject([{ SubnetId: 'subnet-1', AvailabilityZone: 'eu-west-1b' }]);
    const ssm = new SSMClient(aws.sdk);
    await ssm.send(new PutParameterCommand({ Name: '/k', Value: 'v', Type: 'String' }));
    expect((await ssm.send(new GetParameterCommand({ Name: '/k' }))).Parameter?.Value).toBe('v');
  });
});
