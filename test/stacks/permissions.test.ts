import type { Template } from 'aws-cdk-lib/assertions';

import { environment } from '../fixtures/environment';
import { resources, templates } from './synthesized';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** Without the hash that CDK adds to what it names. */
const plain = (id: string) => id.replace(/([0-9A-F]{8})+$/, '');

/** A resource as a policy's author would write it down. */
function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, argument] = Object.entries(value as Record<string, unknown>)[0]!;
  if (name === 'Ref') return `{${plain(argument as string)}}`;
  if (name === 'Fn::GetAtt') return `{${(argument as string[]).map(plain).join('.')}}`;
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].map(readable).join('');
  const { OutputName } = argument as { OutputName: string };
  return `{${plain(OutputName.replace(/^PublishOutput(Ref|FnGetAtt)/, ''))}}`;
}

/** `role: actions on resources if condition`, for each statement of each role. */
function permissions(template: Template): string[] {
  return Object.values(resources(template, 'AWS::IAM::Policy')).flatMap(({ Properties }) => {
    const [role] = Properties['Roles'] as { Ref: string }[];
    const { Statement } = Properties['PolicyDocument'] as { Statement: Statement[] };
    return Statement.map(({ Effect, Action, Resource, Condition }) => {
      expect(Effect).toBe('Allow');
      const what = `${list(Action).join(', ')} on ${list(Resource).map(readable).join(', ')}`;
      const only = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
      return `${plain(role!.Ref)}: ${what}${only}`;
    });
  });
}

const ours = (line: string) => !line.includes('ProviderFramework');
const all = templates(environment);
const every: Template[] = [all.foundation, all.server, all.dns];

test('Foundation: each handler may do what it does, to what it does it to', () => {
  expect(permissions(all.foundation).filter(ours)).toMatchInlineSnapshot(`
   [
     "PredecessorHandlerFunctionServiceRole: ssm:GetParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/settings, arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/status",
     "PredecessorHandlerFunctionServiceRole: ssm:DeleteParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/status",
     "PredecessorHandlerFunctionServiceRole: cloudformation:ListStackResources on arn:aws:cloudformation:eu-west-1:123456789012:stack/kitte-production-server/*",
     "DkimKeysHandlerFunctionServiceRole: ssm:GetParameter, ssm:PutParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/dkim/example.com/kitte1",
     "UsersLeftoverHandlerFunctionServiceRole: secretsmanager:CreateSecret, secretsmanager:DeleteSecret, secretsmanager:DescribeSecret, secretsmanager:GetSecretValue, secretsmanager:PutSecretValue, secretsmanager:RestoreSecret on arn:aws:secretsmanager:eu-west-1:123456789012:secret:kitte/production/earlier*, arn:aws:secretsmanager:eu-west-1:123456789012:secret:kitte/production/users*",
     "UsersLeftoverHandlerFunctionServiceRole: cloudformation:DescribeStackResources on {AWS::StackId}",
     "UsersHandlerFunctionServiceRole: secretsmanager:GetSecretValue, secretsmanager:PutSecretValue on {UsersSecret}",
     "ImagePinHandlerFunctionServiceRole: ssm:GetParameter on arn:aws:ssm:eu-west-1::parameter/aws/service/debian/release/13/latest/arm64",
   ]
  `);
});

test('the key of a retired selector may be deleted, and no other', () => {
  const dkim = { ...environment.dkim, selectors: ['kitte2'], active: 'kitte2', retired: ['kitte1'] };
  const lines = permissions(templates({ ...environment, dkim }).foundation);
  const parameter = 'arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/dkim/example.com';
  expect(lines.filter((line) => line.startsWith('DkimKeys')).filter(ours)).toEqual([
    `DkimKeysHandlerFunctionServiceRole: ssm:GetParameter, ssm:PutParameter on ${parameter}/kitte2`,
    `DkimKeysHandlerFunctionServiceRole: ssm:DeleteParameter on ${parameter}/kitte1`,
  ]);
});

test('only with retain=false a key may be deleted, and then that of a selector that left too', () => {
  const lines = permissions(templates(environment, false).foundation).filter((line) =>
    line.includes('Delete'),
  );
  expect(lines).toMatchInlineSnapshot(`
   [
     "PredecessorHandlerFunctionServiceRole: ssm:DeleteParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/status",
     "DkimKeysHandlerFunctionServiceRole: ssm:DeleteParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/dkim/example.com/*",
     "UsersLeftoverHandlerFunctionServiceRole: secretsmanager:CreateSecret, secretsmanager:DeleteSecret, secretsmanager:DescribeSecret, secretsmanager:GetSecretValue, secretsmanager:PutSecretValue, secretsmanager:RestoreSecret on arn:aws:secretsmanager:eu-west-1:123456789012:secret:kitte/production/earlier*, arn:aws:secretsmanager:eu-west-1:123456789012:secret:kitte/production/users*",
   ]
  `);
});

test('Server: the machine fetches, reports, signals and proves its name', () => {
  expect(permissions(all.server).filter(ours)).toMatchInlineSnapshot(`
   [
     "MachineRole: ssm:GetParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/dkim/*, arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/lease, arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/programs/*, arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/settings, arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/settings-parts/*, arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/status",
     "MachineRole: ssm:GetParameters on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/dkim/*",
     "MachineRole: ssm:PutParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/status",
     "MachineRole: secretsmanager:GetSecretValue on {UsersSecret}",
     "MachineRole: cloudformation:SignalResource on arn:aws:cloudformation:eu-west-1:123456789012:stack/kitte-production-server/*",
     "MachineRole: ec2:AttachVolume, ec2:DetachVolume on arn:aws:ec2:eu-west-1:123456789012:volume/{QueueVolume}",
     "MachineRole: ec2:AssociateAddress on arn:aws:ec2:eu-west-1:123456789012:network-interface/*, arn:aws:ec2:eu-west-1:123456789012:elastic-ip/{AddressAllocationId}",
     "MachineRole: ec2:AssociateAddress, ec2:AttachVolume, ec2:DetachVolume on arn:aws:ec2:eu-west-1:123456789012:instance/* if {"StringEquals":{"aws:ResourceTag/kitte:environment":"production"}}",
     "MachineRole: ec2:DescribeVolumes, ssm:UpdateInstanceInformation, ssmmessages:CreateControlChannel, ssmmessages:CreateDataChannel, ssmmessages:OpenControlChannel, ssmmessages:OpenDataChannel on *",
     "MachineRole: kms:CreateGrant on arn:aws:kms:eu-west-1:123456789012:key/* if {"Bool":{"kms:GrantIsForAWSResource":"true"},"StringEquals":{"kms:ViaService":"ec2.eu-west-1.amazonaws.com"}}",
     "MachineRole: route53:GetChange on arn:aws:route53:::change/*",
     "MachineRole: route53:ChangeResourceRecordSets on arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ if {"ForAllValues:StringEquals":{"route53:ChangeResourceRecordSetsNormalizedRecordNames":["_acme-challenge.mail.example.com"],"route53:ChangeResourceRecordSetsRecordTypes":["TXT"]}}",
     "ConvergedPollFunctionServiceRole: cloudformation:DescribeStacks on {AWS::StackId}",
     "ConvergedPollFunctionServiceRole: ssm:GetParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/status",
     "ConvergedPollFunctionServiceRole: secretsmanager:DescribeSecret on {UsersSecret}",
   ]
  `);
});

test('Dns: the reverse name of one address', () => {
  expect(permissions(all.dns).filter(ours)).toMatchInlineSnapshot(`
   [
     "ReverseNamePollFunctionServiceRole: ec2:ModifyAddressAttribute, ec2:ResetAddressAttribute on arn:aws:ec2:eu-west-1:123456789012:elastic-ip/{AddressAllocationId}",
     "ReverseNamePollFunctionServiceRole: ec2:DescribeAddressesAttribute on *",
     "VerifyHandlerFunctionServiceRole: cloudformation:DescribeStacks on {AWS::StackId}",
     "VerifyHandlerFunctionServiceRole: ssm:GetParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/kitte/production/status",
   ]
  `);
});

test('the provider framework invokes handlers and its own waiter, and nothing more', () => {
  const actions = every.flatMap((template) =>
    permissions(template)
      .filter((line) => !ours(line))
      .map((line) => /: (.*) on /.exec(line)?.[1]),
  );
  expect(new Set(actions)).toEqual(
    new Set(['lambda:InvokeFunction', 'lambda:GetFunction', 'states:StartExecution']),
  );
});

test('managed policies: none but the one that writes logs', () => {
  const managed = every
    .flatMap((template) => Object.values(resources(template, 'AWS::IAM::Role')))
    .flatMap(({ Properties }) => (Properties['ManagedPolicyArns'] ?? []) as unknown[])
    .map((arn) => readable(arn).replace(/^.*:iam::/, ''));
  expect(new Set(managed)).toEqual(new Set(['aws:policy/service-role/AWSLambdaBasicExecutionRole']));
});
