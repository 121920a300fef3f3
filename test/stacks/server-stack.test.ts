import { createHash } from 'node:crypto';

import { Match } from 'aws-cdk-lib/assertions';

import type { Environment } from '../../lib/config/environment';
import { programParameters } from '../../lib/machine/programs';
import { settingsDocument, settingsParameters } from '../../lib/machine/settings';
import { renderUserData } from '../../lib/machine/user-data';
import { environment, withMx } from '../fixtures/environment';
import { only, resources, templates, withoutNoise } from './synthesized';

const { server } = templates(environment);
const instance = only(server, 'AWS::EC2::Instance');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('the instance demands IMDSv2 one hop away, and encrypts its disk', () => {
  server.hasResourceProperties('AWS::EC2::Instance', {
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeType: 'gp3', Encrypted: true, VolumeSize: 10 } },
    ],
    KeyName: Match.absent(),
  });
});

test('the instance is ready when it says so, under the name that it signals', () => {
  expect(Object.keys(resources(server, 'AWS::EC2::Instance'))).toEqual(['MailServer']);
  server.hasResource('AWS::EC2::Instance', {
    CreationPolicy: { ResourceSignal: { Count: 1, Timeout: 'PT25M' } },
  });
});

test('the user-data is a literal, within EC2’s limit, and is what the machine’s own tests hold', () => {
  const userData = (instance.Properties['UserData'] as Record<string, unknown>)['Fn::Base64'];
  expect(userData).toBe(renderUserData(environment));
  expect(Buffer.byteLength(String(userData))).toBeLessThan(16_384);
  expect(userData).not.toMatch(/\$\{Token|PRIVATE KEY|arn:aws|password\s*[:=]\s*\S/i);
});

test('settings and programs are there before the instance, the report is waited for after all', () => {
  const parameters = resources(server, 'AWS::SSM::Parameter');
  const [leaseId, lease] = Object.entries(parameters).find(
    ([, { Properties }]) => Properties['Name'] === '/kitte/production/lease',
  )!;
  const fetched = Object.entries(parameters).filter(([id]) => id !== leaseId);
  expect(fetched.map(([, { Properties }]) => Properties)).toMatchObject([
    ...programParameters(environment).map(({ name, value }) => ({ Name: name, Value: value })),
    { Name: '/kitte/production/settings', Value: settingsDocument(environment) },
    { Name: '/kitte/production/status', Value: '{}' },
  ]);
  expect(instance.DependsOn).toEqual(expect.arrayContaining(fetched.map(([id]) => id)));
  const routes = ['AWS::EC2::Route', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::IAM::Policy'];
  const ids = routes.map((type) => Object.keys(resources(server, type))[0]);
  expect(instance.DependsOn).toEqual(expect.arrayContaining(ids));

  const converged = only(server, 'Custom::Converged');
  expect(converged.DependsOn).toEqual(expect.arrayContaining(['MailServer', leaseId]));
  // Whoever it names is ready by then: it is named by reference.
  expect(JSON.stringify(lease.Properties['Value'])).toMatch(/instance.*\{"Ref":"MailServer"\}/);
  // A native association would be replaced, and would not come back in a roll-back.
  server.resourceCountIs('AWS::EC2::EIPAssociation', 0);
  expect(converged.Properties).toMatchObject({
    StatusParameter: '/kitte/production/status',
    UserDataHash: sha256(renderUserData(environment)),
    SettingsHash: sha256(settingsDocument(environment)),
    InstanceId: { Ref: 'MailServer' },
    UsersVersion: { 'Fn::GetStackOutput': { StackName: 'kitte-production-foundation' } },
  });
});

test('settings of a hundred logins: parts under names of their own content, before the head, before the instance', () => {
  const users = Array.from({ length: 100 }, (_, index) => ({
    login: `app${String(index)}`,
    senders: [`app${String(index)}@example.com`],
    subaddresses: true,
  }));
  const grown = { ...environment, users };
  const { server: stack } = templates(grown);
  const parameters = Object.entries(resources(stack, 'AWS::SSM::Parameter'));
  const named = (name: string) =>
    parameters.filter(([, { Properties }]) => String(Properties['Name']).startsWith(name));
  const [[headId, head]] = named('/kitte/production/settings') as [(typeof parameters)[number]];
  const parts = named('/kitte/production/settings-parts/');
  const wanted = settingsParameters(grown);
  expect(head.Properties['Value']).toBe(wanted.value);
  expect(parts.map(([, { Properties }]) => Properties)).toMatchObject(
    wanted.parts.map(({ name, value }) => ({ Name: name, Value: value })),
  );
  expect(head.DependsOn).toEqual(expect.arrayContaining(parts.map(([id]) => id)));
  // The id of what exists stays, and so does what replaces it one day.
  const [headOfFew] = Object.entries(resources(server, 'AWS::SSM::Parameter')).find(
    ([, { Properties }]) => Properties['Name'] === '/kitte/production/settings',
  )!;
  expect(headId).toBe(headOfFew);
  expect(only(stack, 'Custom::Converged').Properties['SettingsHash']).toBe(sha256(wanted.value));
});

test.each<[string, Environment, number[]]>([
  ['without mx', environment, [465, 587]],
  ['with mx', withMx, [25, 465, 587]],
])('%s the world may come in at %j', (_, wanted, ports) => {
  const group = only(templates(wanted).server, 'AWS::EC2::SecurityGroup').Properties;
  const rules = (name: string) => group[name] as { IpProtocol: string; FromPort: number; ToPort: number }[];
  expect(rules('SecurityGroupIngress').map(({ FromPort }) => FromPort)).toEqual(ports);
  for (const rule of rules('SecurityGroupIngress'))
    expect(rule).toMatchObject({ IpProtocol: 'tcp', ToPort: rule.FromPort, CidrIp: '0.0.0.0/0' });
  expect(rules('SecurityGroupEgress').map((r) => `${r.IpProtocol} ${String(r.ToPort)}`)).toEqual([
    'tcp 25',
    'tcp 53',
    'udp 53',
    'tcp 80',
    'tcp 443',
    'udp 123',
  ]);
});

test('a given VPC is used and none is made', () => {
  const subnetId = 'subnet-0123456789abcdef0';
  const vpc = {
    kind: 'given',
    vpcId: 'vpc-0123456789abcdef0',
    subnetId,
    availabilityZone: 'eu-west-1a',
  } as const;
  const { server: guest } = templates({ ...environment, vpc });
  for (const type of ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::Route']) guest.resourceCountIs(type, 0);
  guest.hasResourceProperties('AWS::EC2::SecurityGroup', { VpcId: vpc.vpcId });
  guest.hasResourceProperties('AWS::EC2::Instance', {
    NetworkInterfaces: [Match.objectLike({ SubnetId: subnetId })],
  });
});

test('an own VPC costs nothing by the hour', () => {
  server.resourceCountIs('AWS::EC2::NatGateway', 0);
  server.resourceCountIs('AWS::EC2::Subnet', 1);
});

test('a raised revision changes this template too, or the CLI would take it for deployed', () => {
  const image = {
    kind: 'parameter',
    name: '/aws/service/debian/release/13/latest/arm64',
    revision: 2,
  } as const;
  const raised = templates({ ...environment, machine: { ...environment.machine, image } }).server;
  expect(raised.toJSON()).not.toEqual(server.toJSON());
});

test('the config’s tags are on the instance', () => {
  const tagged = templates({ ...environment, tags: { team: 'post' } }).server;
  tagged.hasResourceProperties('AWS::EC2::Instance', {
    Tags: Match.arrayWith([
      { Key: 'Name', Value: 'mail.example.com' },
      { Key: 'team', Value: 'post' },
    ]),
  });
});

test('the whole', () => {
  expect(withoutNoise(server)).toMatchSnapshot();
});
