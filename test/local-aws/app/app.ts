import { join } from 'node:path';
import { App, CfnOutput, CustomResource, Duration, RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { ARecord, PublicHostedZone, RecordTarget, TxtRecord } from 'aws-cdk-lib/aws-route53';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Provider } from 'aws-cdk-lib/custom-resources';

/** A small mail-server-like stack for the account's own test; context `greeting`, `fail` and `deny` change it. */
const app = new App();
const env = {
  account: process.env['CDK_DEFAULT_ACCOUNT'] ?? '',
  region: process.env['CDK_DEFAULT_REGION'] ?? '',
};
/** Named here, or the CLI would look the zones up and write them into the project's cdk.context.json. */
class Probe extends Stack {
  override get availabilityZones(): string[] {
    return [`${this.region}a`];
  }
}
const stack = new Probe(app, 'Probe', { env });
// Or the functions' log groups outlive the stack.
RemovalPolicies.of(stack).destroy();
const greeting = (app.node.tryGetContext('greeting') as string | undefined) ?? 'hello';
const deny = app.node.tryGetContext('deny') !== undefined;
const fail = app.node.tryGetContext('fail') as string | undefined;

// The cast: the library's own Vpc does not pass exactOptionalPropertyTypes as an IVpc.
const vpc = new ec2.Vpc(stack, 'Vpc', {
  natGateways: 0,
  subnetConfiguration: [{ name: 'public', subnetType: ec2.SubnetType.PUBLIC }],
}) as ec2.IVpc;
const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
for (const port of [465, 587]) group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port));
const userData = ec2.UserData.custom(`#cloud-config\n# ${greeting}\n`);
const instance = new ec2.Instance(stack, 'Instance', {
  vpc,
  securityGroup: group,
  instanceType: new ec2.InstanceType('t4g.small'),
  machineImage: ec2.MachineImage.fromSsmParameter('/aws/service/debian/release/13/latest/arm64'),
  userData,
  requireImdsv2: true,
});
instance.instance.overrideLogicalId('Machine');
instance.instance.cfnOptions.creationPolicy = { resourceSignal: { count: 1, timeout: 'PT1M' } };
const address = new ec2.CfnEIP(stack, 'Address', { domain: 'vpc' });
new ec2.CfnEIPAssociation(stack, 'Association', {
  allocationId: address.attrAllocationId,
  instanceId: instance.instanceId,
});

const zone = new PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' });
new ARecord(stack, 'Host', { zone, recordName: 'mail', target: RecordTarget.fromIpAddresses(address.ref) });
new TxtRecord(stack, 'Text', { zone, recordName: 'greeting', values: [greeting] });
new StringParameter(stack, 'Parameter', { parameterName: '/probe/greeting', stringValue: greeting });
const secret = new Secret(stack, 'Secret', { removalPolicy: RemovalPolicy.DESTROY });

const handler = (name: string) =>
  new NodejsFunction(stack, name, {
    entry: join(__dirname, 'probe.handler.ts'),
    handler: name,
    runtime: Runtime.NODEJS_22_X,
    timeout: Duration.seconds(20),
    bundling: { format: OutputFormat.CJS },
  });
const onEvent = handler('onEvent');
const isComplete = handler('isComplete');
const parameterArn = stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: 'probe/secure' });
const actions = ['ssm:DeleteParameter', ...(deny ? [] : ['ssm:PutParameter'])];
onEvent.addToRolePolicy(new PolicyStatement({ actions, resources: [parameterArn] }));
isComplete.addToRolePolicy(new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [parameterArn] }));
const provider = new Provider(stack, 'Provider', {
  onEventHandler: onEvent,
  isCompleteHandler: isComplete,
  queryInterval: Duration.seconds(1),
  totalTimeout: Duration.seconds(30),
});
const probe = new CustomResource(stack, 'Probe', {
  serviceToken: provider.serviceToken,
  properties: { Parameter: '/probe/secure', Value: greeting, ...(fail !== undefined && { Fail: fail }) },
});
new CfnOutput(stack, 'Length', { value: probe.getAttString('Length') });
new CfnOutput(stack, 'SecretName', { value: secret.secretName });

const reader = new Stack(app, 'Reader', { env });
new StringParameter(reader, 'Copy', { parameterName: '/probe/address', stringValue: address.ref });
