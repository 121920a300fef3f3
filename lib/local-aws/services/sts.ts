import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { ApiError } from '../errors';
import { trusts } from '../policy/trust';
import type { Call } from '../protocol/operation';
import type { Role } from '../stores/iam';
import type { Values } from '../values';
import { asText, optionalText } from '../values';

/** The CDK CLI's own roles: their policies are the bootstrap template's business, not this project's. */
const BOOTSTRAP = /^cdk-[a-z0-9]+-.*-role-/;

const ASSUME = 'RoleArn RoleSessionName DurationSeconds ExternalId Tags TransitiveTagKeys';

function isTrusted(role: Role, input: Values, { principal, account }: Call): boolean {
  const { arn, accountId } = principal;
  const roleArn = principal.kind === 'role' ? account.iam.role(principal.roleName).arn : undefined;
  return trusts(role.trust, { arn, accountId, roleArn }, role.arn, {
    ...account.globalContext(principal),
    'sts:ExternalId': optionalText(input['ExternalId']),
    'sts:RoleSessionName': optionalText(input['RoleSessionName']),
  });
}

export const sts: Operations = {
  GetCallerIdentity: operation('', (_input, { principal, account }) => ({
    Arn: principal.arn,
    UserId: principal.userId,
    Account: account.accountId,
  })),
  AssumeRole: operation(ASSUME, (input, call) => {
    const arn = asText(input['RoleArn']);
    const session = asText(input['RoleSessionName']);
    call.authorize('sts:AssumeRole', arn);
    const owner = call.account.accountOf(arn.split(':')[4] ?? '');
    const role = owner?.iam.roles.get(arn.split('/').at(-1) as string);
    if (owner === undefined || role?.arn !== arn || !isTrusted(role, input, call)) {
      // AWS does not tell whether a role exists, or whom it trusts.
      call.account.event(
        'iam',
        `${call.principal.arn} may not assume ${arn}: no such role, or it trusts others`,
      );
      throw new ApiError(
        'AccessDenied',
        `User: ${call.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
        403,
      );
    }
    const { identities } = owner;
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
        Arn: `arn:aws:sts::${owner.accountId}:assumed-role/${role.name}/${session}`,
        AssumedRoleId: `${role.id}:${session}`,
      },
    };
  }),
};
