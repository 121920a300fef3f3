import { ApiError } from './errors';
import type { AccountEvent, AccountOptions } from './fleet';
import type { Principal } from './identity';
import { Identities } from './identity';
import type { Context } from './policy/conditions';
import { Judge } from './model/judge';
import { Iam } from './stores/iam';

/** AWS takes seconds, sometimes a minute. All that this account does takes a tenth of AWS's time. */
const IAM_SPREAD_MS = 1500;

/** What accounts behind one endpoint have in common. */
export class Common {
  readonly keys = new Map<string, Principal>();
  /** Name servers are given once. */
  nameServers = 0;
}

/** Who the account is and who may do what in it: what all that it holds stands on. */
export class AccountBase {
  readonly identities: Identities;
  readonly judge: Judge;
  readonly iam: Iam;
  endpoint = '';

  constructor(
    readonly options: AccountOptions,
    readonly common = new Common(),
  ) {
    this.judge = new Judge(options.models);
    this.identities = new Identities(options.accountId, common.keys);
    this.iam = new Iam(options.accountId, options.iamSpreadMs ?? IAM_SPREAD_MS);
  }

  get accountId(): string {
    return this.options.accountId;
  }

  get region(): string {
    return this.options.region;
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  event(source: AccountEvent['source'], text: string): void {
    this.options.onEvent?.({ at: new Date(), source, text });
  }

  async dnsChanged(): Promise<void> {
    await this.options.onDnsChange?.();
  }

  authorize(
    principal: Principal,
    action: string,
    resources: string | readonly string[],
    context: Context = {},
  ): void {
    if (principal.kind === 'admin') return;
    for (const resource of typeof resources === 'string' ? [resources] : resources) {
      const request = { action, resource, context: { ...this.globalContext(principal), ...context } };
      const verdict = this.iam.judge(principal.roleName, request);
      if (verdict === 'allowed') continue;
      const why =
        verdict === 'explicit deny'
          ? 'with an explicit deny in an identity-based policy'
          : `because no identity-based policy allows the ${action} action`;
      const denial = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
      this.event('iam', denial);
      throw denied(action, denial);
    }
  }

  /** Global condition keys that every request has. */
  globalContext(principal: Principal): Context {
    return {
      // Of a session it is the role's.
      'aws:PrincipalArn': principal.kind === 'role' ? this.iam.role(principal.roleName).arn : principal.arn,
      'aws:PrincipalAccount': principal.accountId,
      'aws:ResourceAccount': this.accountId,
      'aws:RequestedRegion': this.region,
      'aws:SecureTransport': 'true',
      'aws:SourceIp': undefined,
    };
  }
}

/** Each service has its own name for a refusal. */
function denied(action: string, message: string): ApiError {
  const service = action.split(':')[0] as string;
  // EC2 answers for what it asked of KMS too.
  if (service === 'ec2' || service === 'kms') {
    return new ApiError(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. ${message}`,
      403,
    );
  }
  if (['ssm', 'secretsmanager', 'lambda', 'states', 'logs', 'servicequotas'].includes(service)) {
    return new ApiError('AccessDeniedException', message, service === 'lambda' ? 403 : 400);
  }
  return new ApiError('AccessDenied', message, 403);
}
