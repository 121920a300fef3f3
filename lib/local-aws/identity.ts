import { randomBytes } from 'node:crypto';
import { ApiError } from './errors';

/** Who calls: the person at the CLI, or a role in the hands of a Lambda function, an instance or a state machine. */
export type Principal = {
  readonly arn: string;
  readonly userId: string;
  readonly accountId: string;
} & ({ readonly kind: 'admin' } | { readonly kind: 'role'; readonly roleName: string });

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** What the CLI's environment carries. */
export const ADMIN_KEY = { accessKeyId: 'AKIALOCALACCOUNT0000', secretAccessKey: 'local-account-secret' };

/** Access key id to principal. Signatures are not checked: the loopback is the trust boundary. */
export class Identities {
  /** `byKey`: those of all accounts behind one endpoint. */
  constructor(
    private readonly accountId: string,
    private readonly byKey: Map<string, Principal>,
  ) {
    // The person at the CLI is of the first.
    if (byKey.size === 0) this.byKey.set(ADMIN_KEY.accessKeyId, this.admin(`arn:aws:iam::${accountId}:root`));
  }

  admin(arn: string): Principal {
    const { accountId } = this;
    return { kind: 'admin', arn, userId: accountId, accountId };
  }

  /** A session of a role whose policies are enforced. */
  roleSession(roleName: string, roleId: string, session: string): Credentials {
    return this.issue({
      kind: 'role',
      roleName,
      accountId: this.accountId,
      arn: `arn:aws:sts::${this.accountId}:assumed-role/${roleName}/${session}`,
      userId: `${roleId}:${session}`,
    });
  }

  /** A session that stays as powerful as the person who assumed it: for the CLI's bootstrap roles alone. */
  adminSession(roleName: string, session: string): Credentials {
    return this.issue(this.admin(`arn:aws:sts::${this.accountId}:assumed-role/${roleName}/${session}`));
  }

  principalOf(accessKeyId: string | undefined): Principal {
    const principal = accessKeyId === undefined ? undefined : this.byKey.get(accessKeyId);
    if (!principal) {
      throw new ApiError(
        'InvalidClientTokenId',
        `The security token included in the request is invalid: access key ${accessKeyId ?? '(none)'} is not of this local account.`,
        403,
      );
    }
    return principal;
  }

  private issue(principal: Principal): Credentials {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    this.byKey.set(accessKeyId, principal);
    return {
      accessKeyId,
      secretAccessKey: randomBytes(20).toString('hex'),
      sessionToken: randomBytes(32).toString('base64'),
      expiration: new Date(Date.now() + 6 * 3600_000),
    };
  }
}
