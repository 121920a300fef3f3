import { unsupported } from '../errors';
import type { Value } from '../values';

const allow = (actions: string[]): Value => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

/** The AWS managed policies in use, with what they grant here (AWS Managed Policy Reference Guide). */
const MANAGED: Record<string, Value> = {
  AdministratorAccess: allow(['*']),
  ReadOnlyAccess: allow(['*:Get*', '*:List*', '*:Describe*']),
  AWSCloudFormationReadOnlyAccess: allow([
    'cloudformation:Describe*',
    'cloudformation:EstimateTemplateCost',
    'cloudformation:Get*',
    'cloudformation:List*',
    'cloudformation:ValidateTemplate',
    'cloudformation:Detect*',
  ]),
  'service-role/AWSLambdaBasicExecutionRole': allow([
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]),
  AmazonSSMManagedInstanceCore: allow([
    'ssm:DescribeAssociation',
    'ssm:GetDeployablePatchSnapshotForInstance',
    'ssm:GetDocument',
    'ssm:DescribeDocument',
    'ssm:GetManifest',
    'ssm:GetParameter',
    'ssm:GetParameters',
    'ssm:ListAssociations',
    'ssm:ListInstanceAssociations',
    'ssm:PutInventory',
    'ssm:PutComplianceItems',
    'ssm:PutConfigurePackageResult',
    'ssm:UpdateAssociationStatus',
    'ssm:UpdateInstanceAssociationStatus',
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
    'ec2messages:*',
  ]),
};

export function managedPolicy(arn: string): Value {
  const name = arn.replace(/^arn:aws:iam::aws:policy\//, '');
  const document = MANAGED[name];
  if (document === undefined) {
    throw unsupported(`the AWS managed policy ${arn} (known: ${Object.keys(MANAGED).join(', ')})`);
  }
  return document;
}
