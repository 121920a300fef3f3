import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import { quietAccount, stacksOf } from './stacks';

/** AWS's own parameters have an ARN without an account: who may read one is told that it is absent, not that he may not. */
const NAME = '/aws/service/debian/release/13/latest/arm64';

const template = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'reader',
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }],
        },
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'ssm:GetParameter',
                  Resource: `arn:aws:ssm:eu-west-1::parameter${NAME}`,
                },
              ],
            },
          },
        ],
      },
    },
  },
};

test.each([
  ['that is not there', {}, /does not exist/],
  ['that is there', { [NAME]: 'ami-0aaaaaaaaaaaaaaaa' }, undefined],
])(
  'a public parameter %s',
  async (_, publicParameters, refusal) => {
    const account = await quietAccount({ publicParameters, iamSpreadMs: 0 });
    try {
      await stacksOf(account).deploy('CREATE', template);
      const { Credentials } = await new STSClient(account.sdk).send(
        new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/reader', RoleSessionName: 'test' }),
      );
      const credentials = {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      };
      const ssm = new SSMClient({ ...account.sdk, credentials });
      const read = (name: string) =>
        ssm.send(new GetParameterCommand({ Name: name })).then(
          ({ Parameter }) => Parameter?.Value ?? '',
          ({ message }: Error) => message,
        );
      expect(await read(NAME)).toMatch(refusal ?? /^ami-0aaaaaaaaaaaaaaaa$/);
      expect(await read('/other')).toMatch(/not authorized/);
    } finally {
      await account.close();
    }
  },
  20_000,
);
