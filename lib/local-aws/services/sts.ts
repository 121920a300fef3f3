import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { ApiError } from '../errors';
import { asText } from '../values';

/** The CDK CLI's own roles: their policies are the bootstrap template's business, not this project's. */
const BOOTSTRAP = /^cdk-[a-z0-9]+-.*-role-/;

export const sts: Operations = {
  GetCallerIdentity: operation('', (_input, { principal, account }) => ({
    Arn: principal.arn,
    UserId: principal.userId,
    Account: account.accountId,
  })),
  AssumeRole: operation('RoleArn RoleSessionName DurationSeconds Tags TransitiveTagKeys', (input, call) => {
    const arn = asText(input['RoleArn']);
    const session = asText(input['RoleSessionName']);
    call.authorize('sts:AssumeRole', arn);
    if (!call.account.iam.roles.has(arn.split('/').at(-1) as string)) {
      // AWS does not tell whether a role exists.
      throw new ApiError(
        'AccessDenied',
        `User: ${call.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
        403,
      );
    }
    const role = call.account.iam.role(arn);
    const { identities } = call.account;
    const credentials =
      call.principal.kind === 'admin' && BOOTSTRAP.test(role.name)
        ? identities.adminSession(role.name, session)
        : identities.roleSession(role.name, role.id, session);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiration.toISOString(),
      },
      AssumedRoleUser: {
        Arn: `arn:aws:sts::${call.account.accountId}:assumed-role/${role.name}/${session}`,
        AssumedRoleId: `${role.id}:${session}`,
      },
    };
  }),
};
