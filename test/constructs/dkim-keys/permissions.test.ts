import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

import { keyPermissions } from '../../../lib/constructs/dkim-keys/permissions';

const parent = '/kitte/production/dkim';
const keysOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `${parent}/customer${String(index)}.example.org/kitte1`);
function permissions(kept: readonly string[], deletable: readonly string[] = []) {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-1' } });
  const { statements, wildcards } = keyPermissions(stack, { parent, kept, deletable });
  // As CloudFormation puts it together.
  const text = JSON.stringify(
    stack.resolve(statements.map((statement) => statement.toStatementJson() as object)),
  );
  const size = text
    .replaceAll('{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},"', '"arn:aws')
    .replaceAll('"]]}', '"').length;
  const short = (arn: string) => arn.replace(/^.*parameter/, '');
  return {
    resources: statements.map((statement) => statement.resources.map(short)),
    wildcards: wildcards.map(short),
    size,
  };
}

test('each key is named while a policy has room for the names', () => {
  const keys = keysOf(59);
  expect(permissions(keys)).toMatchObject({ resources: [keys], wildcards: [] });
  expect(permissions(keys, [`${parent}/old.example.org/kitte0`])).toMatchObject({
    resources: [keys, [`${parent}/old.example.org/kitte0`]],
    wildcards: [],
  });
});

test('where they do not fit they are all below the path of the environment, and nothing else is', () => {
  expect(permissions(keysOf(1000), keysOf(3))).toMatchObject({
    resources: [[`${parent}/*`], [`${parent}/*`]],
    wildcards: [`${parent}/*`],
  });
});

test('no count of keys makes a policy that IAM refuses', () => {
  for (let count = 1; count < 300; count += 7)
    expect(permissions(keysOf(count), keysOf(1)).size).toBeLessThanOrEqual(10_240);
});

/** Of a policy that CDK takes for too large it moves every statement away, and cdk-nag fails at the one that is empty. */
test('no count of keys makes a policy that CDK splits', () => {
  for (const count of [1, 50, 59, 60, 61, 62, 65, 80, 150, 500]) {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const { statements } = keyPermissions(stack, { parent, kept: keysOf(count), deletable: keysOf(1) });
    for (const statement of statements) role.addToPolicy(statement);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    template.resourceCountIs('AWS::IAM::Policy', 1);
  }
});
