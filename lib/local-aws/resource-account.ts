import { AccountBase, type Common } from './account-base';
import { CustomResources } from './engine/custom-resource';
import { Stacks } from './engine/stacks';
import type { AccountOptions } from './fleet';
import { Functions } from './lambda/functions';
import { StateMachines } from './lambda/state-machines';
import { Buckets } from './stores/buckets';
import { Commands } from './stores/commands';
import { Ec2 } from './stores/ec2';
import { HostedZones } from './stores/hosted-zones';
import { Ledger } from './stores/ledger';
import { Parameters } from './stores/parameters';
import { Secrets } from './stores/secrets';

/** An account with all that it holds, a store for each service: what deploys work on. */
export class ResourceAccount extends AccountBase {
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
  readonly stacks: Stacks;

  constructor(options: AccountOptions, common?: Common) {
    super(options, common);
    this.parameters = new Parameters(options);
    this.secrets = new Secrets(options);
    this.zones = new HostedZones(() => this.dnsChanged(), this.common);
    this.ec2 = new Ec2(this, this.ledger);
    this.commands = new Commands(this);
    this.functions = new Functions(this, (token, body) => this.customResources.respond(token, body));
    this.stateMachines = new StateMachines(this, this.functions);
    this.customResources = new CustomResources(this.functions);
    this.stacks = new Stacks(this);
  }
}
