import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CfnParameter, NestedStack, RemovalPolicy, Size, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { InstanceType, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { HostedZone, PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';

import { AwsSolutionsChecks } from 'cdk-nag';

import { MailServer } from '../../../lib/constructs/mail-server/mail-server';
import { isCustom } from '../../../lib/local-aws/engine/replacement';
import { wrongProperties } from '../../../lib/local-aws/model/resource-model';
import { app, ENV, made, ofType, synthesized, waitsFor, zoneIn } from './synthesized';

const idsOf = (template: ReturnType<typeof synthesized>, type: string) =>
  Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []));

test('cdk-nag and CDK’s own validation find nothing that is not acknowledged', () => {
  const all = app({ '@aws-cdk/core:validateAgainstDefaultRules': true });
  const stack = new Stack(all, 'Shop', { env: ENV });
  new MailServer(stack, 'Mail', { domain: 'example.com', hostedZone: zoneIn(stack), mx: true });
  Validations.of(all).addPlugins(new AwsSolutionsChecks(all));
  expect(() => all.synth()).not.toThrow();
  const report = JSON.parse(readFileSync(join(all.outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: { violations: unknown[] }[];
  };
  expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
});

describe('a server in a stack of one’s own', () => {
  const { stack, server } = made();
  const template = synthesized(stack);

  test('every resource is as AWS’s own schema has its type, and none waits for itself', () => {
    const all = Object.entries(template.Resources);
    expect(all.length).toBeGreaterThan(80);
    expect(
      all.flatMap(([, { Type, Properties }]) =>
        isCustom(Type) ? [] : wrongProperties(Type, Properties ?? {}),
      ),
    ).toEqual([]);
    expect(all.filter(([id]) => waitsFor(template, id).has(id))).toEqual([]);
  });

  test('it leaves nothing but resources in the stack: no parameter, no output', () => {
    expect(template.Outputs).toBeUndefined();
    expect(Object.keys(template.Parameters ?? {})).toEqual(['BootstrapVersion']);
  });

  test('the order is that of the whole: look, keys, machine, its word, records, reverse name, look from outside', () => {
    const [look, key, instance, word, reverse, gate] = [
      ...['Custom::Predecessor', 'Custom::DkimKey', 'AWS::EC2::Instance'],
      ...['Custom::Converged', 'Custom::ReverseName', 'Custom::Verify'],
    ].map((type) => idsOf(template, type)[0] ?? '');
    const records = idsOf(template, 'AWS::Route53::RecordSet');
    expect(records).toHaveLength(8);
    const chain = [gate, reverse, records[0], word, instance, key, look] as string[];
    for (const [index, id] of chain.entries())
      for (const before of chain.slice(index + 1)) expect([...waitsFor(template, id)]).toContain(before);
    for (const record of records) expect([...waitsFor(template, record)]).toContain(word);
    for (const [id, { Properties }] of Object.entries(template.Resources))
      if (/\/(?:settings|status|programs\/\d+)$/.test(String(Properties?.['Name'])))
        expect([...waitsFor(template, id)]).toContain(look);
  });

  test('the machine signals to this stack by the instance’s own id', () => {
    const [id] = idsOf(template, 'AWS::EC2::Instance');
    const userData = ofType(template, 'AWS::EC2::Instance')[0]?.Properties?.['UserData'] as Record<
      string,
      string
    >;
    expect(userData['Fn::Base64']).toMatch(new RegExp(`"instance": "${id ?? ''}",\\s+"stack": "Shop"`));
    const role = JSON.stringify(
      Object.values(template.Resources).find(({ Properties }) =>
        JSON.stringify(Properties).includes('cloudformation:SignalResource'),
      ),
    );
    expect(role).toContain('stack/Shop/*');
  });

  test('attributes', () => {
    const [address] = idsOf(template, 'AWS::EC2::EIP');
    expect(stack.resolve(server.address)).toEqual({ 'Fn::GetAtt': [address, 'PublicIp'] });
    expect(server.hostName).toBe('mail.example.com');
    expect(server.serverName).toMatch(/^mail-[0-9a-f]{8}$/);
    expect(stack.resolve(server.usersSecret.secretArn)).toEqual({
      Ref: idsOf(template, 'AWS::SecretsManager::Secret')[0],
    });
    expect(stack.resolve(server.state)).toEqual({
      'Fn::GetAtt': [idsOf(template, 'Custom::Converged')[0], 'State'],
    });
    expect(server.verdict).toBeDefined();
  });

  test('what must outlive it is kept, but for a creation that fails', () => {
    for (const type of ['AWS::EC2::EIP', 'AWS::EC2::Volume', 'AWS::SecretsManager::Secret'])
      expect(ofType(template, type)[0]?.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(idsOf(template, 'Custom::LeftoverChallenge')).toEqual([]);
    const { stack: other } = made({ removalPolicy: RemovalPolicy.DESTROY });
    const gone = synthesized(other);
    const [instance] = idsOf(gone, 'AWS::EC2::Instance');
    expect([...waitsFor(gone, instance ?? '')]).toContain(idsOf(gone, 'Custom::LeftoverChallenge')[0]);
    for (const type of ['AWS::EC2::EIP', 'AWS::EC2::Volume', 'AWS::SecretsManager::Secret'])
      expect(ofType(synthesized(other), type)[0]?.DeletionPolicy).toBe('Delete');
  });
});

test('grantSend lets a role read the passwords of this server and nothing else', () => {
  const { stack, server } = made();
  const role = new Role(stack, 'App', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  server.grantSend(role);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    Roles: [stack.resolve(role.roleName)],
    PolicyDocument: {
      Statement: [
        {
          Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
          Resource: stack.resolve(server.usersSecret.secretArn) as unknown,
        },
      ],
    },
  });
});

test('connections are the security group’s', () => {
  const { server } = made();
  expect(server.connections.securityGroups).toHaveLength(1);
  expect(server.connections.defaultPort?.toString()).toBe('465');
});

test('two in one stack, and one in another of the same app, share no name and no id', () => {
  const all = app();
  const stack = new Stack(all, 'Shop', { env: ENV });
  const other = new Stack(all, 'News', { env: ENV });
  const servers = [
    new MailServer(stack, 'Mail', { domain: 'example.com', hostedZone: zoneIn(stack) }),
    new MailServer(stack, 'Second', { domain: 'example.org', hostedZone: zoneIn(stack, 'example.org') }),
    new MailServer(other, 'Mail', { domain: 'example.net', hostedZone: zoneIn(other, 'example.net') }),
  ];
  expect(new Set(servers.map(({ serverName }) => serverName)).size).toBe(3);
  const [two, one] = [synthesized(stack), synthesized(other)];
  expect(idsOf(two, 'AWS::EC2::Instance')).toHaveLength(2);
  const names = [two, one].flatMap((template) =>
    Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      Type.endsWith('::Parameter') || Type.endsWith('::Secret') ? [String(Properties?.['Name'])] : [],
    ),
  );
  expect(names.length).toBeGreaterThan(60);
  expect(new Set(names).size).toBe(names.length);
});

test('in a stage the stack’s name is that of the stage, and the server’s with it', () => {
  const stage = new Stage(app(), 'Blue', { env: ENV });
  const stack = new Stack(stage, 'Shop');
  const server = new MailServer(stack, 'Mail', { domain: 'example.com', hostedZone: zoneIn(stack) });
  expect(server.serverName).not.toBe(made().server.serverName);
  const named = made({}, { env: ENV, stackName: 'Blue-Shop' }).server;
  expect(server.serverName).toBe(named.serverName);
});

test('a zone that the same app makes, in a stack that knows neither account nor region', () => {
  const stack = new Stack(app(), 'Shop');
  const zone = new PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
  new MailServer(stack, 'Mail', { domain: 'example.com', hostedZone: zone });
  const template = synthesized(stack);
  const [id] = idsOf(template, 'AWS::Route53::HostedZone');
  for (const { Properties } of ofType(template, 'AWS::Route53::RecordSet'))
    expect(Properties?.['HostedZoneId']).toEqual({ Ref: id });
  expect(JSON.stringify(template)).not.toContain('Z0000000000000000000');
  // Nothing is looked up, so nothing is missing.
  expect(Object.keys(template.Parameters ?? {})).toEqual(['BootstrapVersion']);
});

test('a network that is there, and the subnet that is chosen', () => {
  const stack = new Stack(app(), 'Shop', { env: ENV });
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1b', 'eu-west-1c'],
    publicSubnetIds: ['subnet-0aaaaaaaaaaaaaaaa', 'subnet-0bbbbbbbbbbbbbbbb'],
  });
  new MailServer(stack, 'Mail', {
    domain: 'example.com',
    hostedZone: zoneIn(stack),
    vpc,
    vpcSubnets: { availabilityZones: ['eu-west-1c'], subnetType: SubnetType.PUBLIC },
    instanceType: new InstanceType('c7i.large'),
    queueVolumeSize: Size.gibibytes(8),
    image: { ami: 'ami-0123456789abcdef0' },
  });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::VPC', 0);
  template.resourceCountIs('Custom::ImagePin', 0);
  template.hasResourceProperties('AWS::EC2::Volume', { AvailabilityZone: 'eu-west-1c', Size: 8 });
  template.hasResourceProperties('AWS::EC2::Instance', {
    InstanceType: 'c7i.large',
    ImageId: 'ami-0123456789abcdef0',
    NetworkInterfaces: [{ SubnetId: 'subnet-0bbbbbbbbbbbbbbbb' }],
  });
});

test('passwords of a secret that is there', () => {
  const stack = new Stack(app(), 'Shop', { env: ENV });
  const usersSecret = Secret.fromSecretNameV2(stack, 'Logins', 'shop/logins');
  const server = new MailServer(stack, 'Mail', {
    ...{ domain: 'example.com', hostedZone: zoneIn(stack), usersSecret },
  });
  expect(server.usersSecret).toBe(usersSecret);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::SecretsManager::Secret', 0);
  template.resourceCountIs('Custom::Users', 0);
  template.hasResourceProperties('Custom::Converged', { UsersVersion: '' });
});

test('what a config would be warned of is a warning of the construct', () => {
  const { stack } = made({ dmarc: { testing: true } });
  Annotations.fromStack(stack).hasWarning('/Shop/Mail', Match.stringLikeRegexp('dmarc.testing'));
});

const refusal = (props: object, stackProps = {}) => {
  try {
    made(props, { env: ENV, ...stackProps });
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
};

test.each<[string, object, RegExp]>([
  [
    'a prop that there is not',
    { domian: 'example.com' },
    /domian.*"example.com".*a prop of MailServer: domain/s,
  ],
  ['a field of a config', { retain: false }, /retain.*removalPolicy: RemovalPolicy.DESTROY/s],
  [
    'a wrong value',
    { dmarc: { policy: 'strict' } },
    /dmarc\.policy\n\s+received\s+"strict"\n\s+allowed .*quarantine/,
  ],
  ['a size', { queueVolumeSize: Size.mebibytes(1500) }, /queueVolumeSize\n.*whole number of GiB from 1/s],
  [
    'an instance type',
    { instanceType: new InstanceType('t4g.tiny') },
    /\n\s+instanceType\n.*t4g\.tiny.*t4g\.small/s,
  ],
  ['a name', { serverName: 'Mail Server' }, /serverName.*"Mail Server".*at most 20/s],
  ['no zone', { hostedZone: undefined }, /hostedZone\n\s+received\s+nothing.*fromHostedZoneAttributes/s],
  ['a domain outside the zone', { domain: 'example.net' }, /example\.net.*example\.com/s],
  ['a removal policy', { removalPolicy: RemovalPolicy.SNAPSHOT }, /removalPolicy.*"snapshot".*Write RETAIN/s],
  ['subnets of nothing', { vpcSubnets: {} }, /vpcSubnets.*Give vpc too/s],
])('%s is refused with what to write', (_name, props, words) => {
  expect(refusal(props)).toMatch(words);
});

test('every problem is told at once, with where the construct is', () => {
  const words = refusal({ mx: 3, serverName: '-', spf: { all: 'all' } });
  expect(words).toMatch(/^MailServer Shop\/Mail has 3 problems\./);
});

test('a zone without its name, a VPC without a public subnet, a secret without a name', () => {
  const stack = new Stack(app(), 'Shop', { env: ENV });
  const hostedZone = HostedZone.fromHostedZoneId(stack, 'Zone', 'Z0123456789ABCDEFGHIJ');
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1b'],
    privateSubnetIds: ['subnet-0aaaaaaaaaaaaaaaa'],
  });
  const usersSecret = new Secret(stack, 'Logins') as ISecret;
  expect(
    () => new MailServer(stack, 'Mail', { domain: 'example.com', hostedZone, vpc, usersSecret }),
  ).toThrow(/has 3 problems\..*vpcSubnets.*hostedZone.*fromHostedZoneAttributes.*usersSecret.*secretName/s);
  const named = new Secret(stack, 'Named', { secretName: 'shop/logins' }) as ISecret;
  const server = new MailServer(stack, 'Other', {
    ...{ domain: 'example.com', hostedZone: zoneIn(stack), usersSecret: named },
  });
  expect(server.usersSecret).toBe(named);
});

test('a nested stack and a region of another partition are refused', () => {
  const stack = new Stack(app(), 'Shop', { env: ENV });
  const nested = new NestedStack(stack, 'Inner');
  const props = { domain: 'example.com', hostedZone: zoneIn(stack) };
  expect(() => new MailServer(nested, 'Mail', props)).toThrow(
    /a nested stack, Shop\/Inner.*in the stack around it/s,
  );
  expect(refusal({}, { env: { ...ENV, region: 'cn-north-1' } })).toMatch(/a stack in cn-north-1.*in China/s);
});

test('a domain that only the deploy knows is refused', () => {
  const stack = new Stack(app(), 'Shop', { env: ENV });
  const parameter = new CfnParameter(stack, 'Domain');
  const props = { domain: parameter.valueAsString, hostedZone: zoneIn(stack) };
  expect(() => new MailServer(stack, 'Mail', props)).toThrow(/\n {2}domain\n/);
});

test('two that would write the same records or parameters are refused before the deploy', () => {
  const stack = new Stack(app(), 'Shop', { env: ENV });
  const hostedZone = zoneIn(stack);
  const server = new MailServer(stack, 'Mail', { domain: 'example.com', hostedZone });
  expect(() => new MailServer(stack, 'Same', { domain: 'example.com', hostedZone })).toThrow(
    new RegExp(`MailServer Shop/Same has.*domain.*"example.com".*${server.serverName}`, 's'),
  );
  expect(
    () =>
      new MailServer(stack, 'Twin', {
        ...{ domain: 'news.example.com', hostedZone, serverName: server.serverName },
      }),
  ).toThrow(/serverName.*Shop\/Mail/s);
});
