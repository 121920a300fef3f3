import { ApiError } from './errors';
import type { AccountEvent, AccountOptions } from './fleet';
import type { Principal } from './identity';
import { Identities } from './identity';
import type { Context } from './policy/evaluate';
import { CloudFormation } from './engine/cloudformation';
import { CustomResources } from './engine/custom-resource';
import { Functions } from './lambda/functions';
import { StateMachines } from './lambda/state-machines';
import { Judge } from './model/judge';
import { Buckets } from './stores/buckets';
import { Commands } from './stores/commands';
import { Ec2 } from './stores/ec2';
import { Iam } from './stores/iam';
import { Parameters } from './stores/parameters';
import { Ledger } from './stores/ledger';
import { HostedZones } from './stores/hosted-zones';
import { Secrets } from './stores/secrets';

/** AWS takes seconds, sometimes a minute. All that this account does takes a tenth of AWS's time. */
const IAM_SPREAD_MS = 1500;

/** The account's whole state, one store a service, and the question who may do what. */
export class LocalAccount {
  readonly identities: Identities;
  readonly judge: Judge;
  readonly iam: Iam;
  readonly buckets = new Buckets();
  readonly parameters: Parameters;
  readonly secrets: Secrets;
  readonly zones: HostedZones;
  readonly ec2: Ec2;
  readonly commands: Commands;
  /** Resources that only exist: log groups, keys, repositories, routes … */
  readonly ledger = new Ledger();
  readonly functions: Functions;
  readonly stateMachines: StateMachines;
  readonly customResources: CustomResources;
  readonly cloudFormation: CloudFormation;
  endpoint = '';

  constructor(readonly options: AccountOptions) {
    this.judge = new Judge(options.models);
    this.identities = new Identities(options.accountId);
    this.iam = new Iam(options.accountId, options.iamSpreadMs ?? IAM_SPREAD_MS);
    this.parameters = new Parameters(options);
    this.secrets = new Secrets(options);
    this.zones = new HostedZones(() => this.dnsChanged());
    this.ec2 = new Ec2(this);
    this.commands = new Commands(this);
    this.functions = new Functions(this);
    this.stateMachines = new StateMachines(this);
    this.customResources = new CustomResources(this);
    this.cloudFormation = new CloudFormation(this);
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
  private globalContext(principal: Principal): Context {
    return {
      'aws:PrincipalArn': principal.arn,
      'aws:PrincipalAccount': this.accountId,
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
