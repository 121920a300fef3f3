import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import { namesOf } from '../../../lib/config/names';
import type { Stand } from '../../../lib/rehearsal/stand';
import { until } from '../../../lib/rehearsal/world/shell';
import type { Key } from './laptop';

const STACK = 'people';

/** A person who may do exactly what docs/commands.md says that the commands need, and nothing else. */
export async function operatorKey({ account }: Stand): Promise<Key> {
  const accountId = account.env['CDK_DEFAULT_ACCOUNT'] ?? '';
  const assumed = async () => {
    const RoleArn = `arn:aws:iam::${accountId}:role/operator`;
    const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'person' });
    return (await new STSClient(account.sdk).send(assume)).Credentials as Key;
  };
  // Another file of the same server may have hired already.
  if (account.stacks().some(({ name }) => name === STACK)) return assumed();
  const cloudFormation = new CloudFormationClient(account.sdk);
  const set = { StackName: STACK, ChangeSetName: 'one' };
  await cloudFormation.send(
    new CreateChangeSetCommand({
      ...set,
      ChangeSetType: 'CREATE',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      TemplateBody: JSON.stringify({
        Resources: {
          Operator: {
            Type: 'AWS::IAM::Role',
            Properties: {
              RoleName: 'operator',
              AssumeRolePolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
              },
              Policies: documented(account.sdk.region, accountId).map((PolicyDocument, index) => ({
                PolicyName: `kitte${String(index)}`,
                PolicyDocument,
              })),
            },
          },
        },
      }),
    }),
  );
  await until('the change set', 20_000, async () => {
    const { Status } = await cloudFormation.send(new DescribeChangeSetCommand(set));
    return Status === 'CREATE_COMPLETE' ? true : undefined;
  });
  await cloudFormation.send(new ExecuteChangeSetCommand(set));
  const key = await until('the operator', 20_000, assumed);
  // Permissions spread late, and who was hired a moment ago waits.
  const own = new CloudFormationClient({ ...account.sdk, credentials: credentialsOf(key) });
  const { foundation } = namesOf('prod').stacks;
  await until('the permissions', 20_000, () =>
    own.send(new DescribeStacksCommand({ StackName: foundation })).then(
      () => true,
      (error: Error) => {
        if (!/not authorized/.test(error.message)) throw error;
        return undefined;
      },
    ),
  );
  return key;
}

const credentialsOf = ({ AccessKeyId, SecretAccessKey, SessionToken }: Key) => ({
  ...{ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
});

/** The policies as a reader would paste them, with region and account filled in. */
function documented(region: string, accountId: string): object[] {
  const page = readFileSync(resolve(__dirname, '../../../docs/commands.md'), 'utf8');
  return [...page.matchAll(/```json\n(\{\s+"Version": "2012-10-17"[\s\S]*?)```/g)].map(
    ([, policy = '']) =>
      JSON.parse(policy.replaceAll('eu-west-1', region).replaceAll('111122223333', accountId)) as object,
  );
}
