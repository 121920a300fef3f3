import { randomUUID } from 'node:crypto';
import { newId } from '../stores/ledger';
import type { Values } from '../values';
import { optionalText } from '../values';
import type { Place, Provider, Providers } from './provider';
import { words } from './provider';

const QUOTAS: Readonly<Record<string, 'vpcs' | 'gateways'>> = {
  'AWS::EC2::VPC': 'vpcs',
  'AWS::EC2::InternetGateway': 'gateways',
};

/** A type that only has to exist: an id, some attributes, nothing that anyone here observes. */
function plain(
  properties: string,
  makeId: (place: Place, properties: Values) => string,
  attributes: (id: string, place: Place, properties: Values) => Values = () => ({}),
): Provider {
  return {
    properties: words(properties),
    create(given, place) {
      const quota = QUOTAS[place.type];
      if (quota !== undefined) place.account.ec2.quotas.demandRoom(quota);
      const id = makeId(place, given);
      place.account.ledger.add(id, place.type, given);
      return { id, attributes: attributes(id, place, given) };
    },
    update(id, given, _old, _changes, place) {
      place.account.ledger.add(id, place.type, given);
      return { id, attributes: attributes(id, place, given) };
    },
    delete: (id, _given, place) => place.account.ledger.delete(id),
  };
}

const prefixed = (prefix: string) => () => newId(prefix);
const named = (property: string, limit: number) => (place: Place, properties: Values) =>
  optionalText(properties[property]) ?? place.generateName(limit);
const inStack = (place: Place) => `${place.stackName}-${place.logicalId}-${randomUUID().slice(0, 8)}`;

export const ledger: Providers = {
  'AWS::CDK::Metadata': plain('Analytics', inStack),
  'AWS::CloudFormation::WaitConditionHandle': plain('', inStack),
  'AWS::EC2::VPC': plain(
    'CidrBlock EnableDnsHostnames EnableDnsSupport InstanceTenancy Tags',
    prefixed('vpc'),
    (id, place, given) => {
      const groups = place.account.ec2.groups;
      const group =
        groups.all().find((one) => one.vpcId === id && one.name === 'default') ??
        groups.create('default', id, []);
      return { VpcId: id, CidrBlock: given['CidrBlock'], DefaultSecurityGroup: group.id };
    },
  ),
  'AWS::EC2::Subnet': plain(
    'AvailabilityZone CidrBlock MapPublicIpOnLaunch Tags VpcId',
    prefixed('subnet'),
    (id, _place, given) => ({
      SubnetId: id,
      AvailabilityZone: given['AvailabilityZone'],
      CidrBlock: given['CidrBlock'],
      VpcId: given['VpcId'],
    }),
  ),
  'AWS::EC2::RouteTable': plain('Tags VpcId', prefixed('rtb'), (id) => ({ RouteTableId: id })),
  'AWS::EC2::SubnetRouteTableAssociation': plain('RouteTableId SubnetId', prefixed('rtbassoc'), (id) => ({
    Id: id,
  })),
  'AWS::EC2::Route': plain('DestinationCidrBlock GatewayId RouteTableId', prefixed('route')),
  'AWS::EC2::InternetGateway': plain('Tags', prefixed('igw'), (id) => ({ InternetGatewayId: id })),
  'AWS::EC2::VPCGatewayAttachment': plain('InternetGatewayId VpcId', inStack),
  'AWS::EC2::FlowLog': plain(
    'DeliverLogsPermissionArn LogDestination LogDestinationType LogFormat LogGroupName MaxAggregationInterval ResourceId ResourceType Tags TrafficType',
    prefixed('fl'),
    (id) => ({ Id: id }),
  ),
  'AWS::EC2::LaunchTemplate': plain(
    'LaunchTemplateData LaunchTemplateName TagSpecifications',
    prefixed('lt'),
    (id) => ({
      LaunchTemplateId: id,
      LatestVersionNumber: '1',
      DefaultVersionNumber: '1',
    }),
  ),
  'AWS::Logs::LogGroup': plain(
    'LogGroupName RetentionInDays Tags',
    named('LogGroupName', 512),
    (id, place) => ({
      Arn: place.account.arn('logs', `log-group:${id}:*`),
    }),
  ),
  'AWS::KMS::Key': plain(
    'Description EnableKeyRotation KeyPolicy PendingWindowInDays Tags',
    () => randomUUID(),
    (id, place) => ({
      Arn: place.account.arn('kms', `key/${id}`),
      KeyId: id,
    }),
  ),
  'AWS::KMS::Alias': plain('AliasName TargetKeyId', named('AliasName', 256)),
  'AWS::ECR::Repository': plain(
    'ImageTagMutability LifecyclePolicy RepositoryName RepositoryPolicyText',
    named('RepositoryName', 256),
    (id, place) => ({
      Arn: place.account.arn('ecr', `repository/${id}`),
      RepositoryUri: `${place.account.accountId}.dkr.ecr.${place.account.region}.amazonaws.com/${id}`,
    }),
  ),
  'AWS::Lambda::Permission': plain('Action FunctionName Principal SourceAccount SourceArn', inStack),
  'AWS::SecretsManager::ResourcePolicy': plain(
    'BlockPublicPolicy ResourcePolicy SecretId',
    (place) => `${place.logicalId}-policy`,
  ),
};
