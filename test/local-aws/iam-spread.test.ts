import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import type { LocalAccountHandle } from '../../lib/local-aws';
import { quietAccount, stacksOf } from './stacks';
import { until } from './until';

/** A permission that was added a moment ago is refused for a while, and one that was there all along is not. */
let account: LocalAccountHandle;
const SPREAD_MS = 600;

beforeEach(async () => (account = await quietAccount({ iamSpreadMs: SPREAD_MS })));
afterEach(() => account.close());

const template = (...actions: string[]) => ({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'worker',
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }],
        },
      },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'p',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
      },
    },
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/a', Type: 'String', Value: 'one' },
    },
  },
});

async function worker(): Promise<SSMClient> {
  const { Credentials } = await new STSClient(account.sdk).send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/worker', RoleSessionName: 'test' }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  return new SSMClient({ ...account.sdk, credentials });
}

test('what is new is refused until it has spread; what was there stays; what is gone is gone', async () => {
  const stack = stacksOf(account);
  await stack.deploy('CREATE', template('ssm:GetParameter'));
  const ssm = await worker();
  const read = () => ssm.send(new GetParameterCommand({ Name: '/a' }));
  const write = () => ssm.send(new PutParameterCommand({ Name: '/a', Value: 'two', Overwrite: true }));
  const refused = expect.objectContaining({ name: 'AccessDeniedException' }) as Error;
  const allowed = (call: () => Promise<unknown>) =>
    until('the permission to spread', 20_000, () =>
      call().then(
        () => true,
        () => undefined,
      ),
    );

  await expect(read()).rejects.toThrow(refused);
  await allowed(read);

  await stack.deploy('UPDATE', template('ssm:GetParameter', 'ssm:PutParameter'));
  const begun = Date.now();
  await expect(write()).rejects.toThrow(refused);
  await read();
  await allowed(write);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(SPREAD_MS - 100);

  await stack.deploy('UPDATE', template('ssm:GetParameter'));
  await expect(write()).rejects.toThrow(refused);
  await read();
}, 30_000);
