import { Annotations, Stage, Tags, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { Environment } from '../config/environment';
import { namesOf } from '../config/names';
import { outOfReach } from '../config/schema/region';
import { inALine, warnings } from '../config/warnings';
import { DnsStack } from './dns-stack';
import { FoundationStack } from './foundation-stack';
import { ServerStack } from './server-stack';

export interface MailStageProps {
  readonly environment: Environment;
  /** Where the config names none: the account and region of the caller's credentials. */
  readonly fallback: { readonly account?: string | undefined; readonly region?: string | undefined };
  /**
   * Whether address, queue, keys, passwords and a created zone outlive their stack.
   * @default true
   */
  readonly retain?: boolean;
}

/** One environment: its stacks, in the order in which they are deployed. */
export class MailStage extends Stage {
  readonly foundation: FoundationStack;
  readonly server: ServerStack;
  readonly dns: DnsStack;

  constructor(scope: Construct, id: string, props: MailStageProps) {
    const { environment, fallback, retain = true } = props;
    const account = environment.account ?? fallback.account;
    const region = environment.region ?? fallback.region;
    const reason = region === undefined || Token.isUnresolved(region) ? undefined : outOfReach(region);
    if (reason !== undefined)
      throw new Error(
        `Environment ${environment.name} would go to ${String(region)}, where Kitte cannot work: ${reason}. Choose a region of AWS's main partition, in the config (region) or by the credentials.`,
      );
    super(scope, id, {
      env: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) },
    });
    const { stacks } = namesOf(environment.name);
    this.foundation = new FoundationStack(this, 'Foundation', {
      stackName: stacks.foundation,
      description: `Kitte ${environment.name}: address, queue, keys, passwords`,
      environment,
      retain,
    });
    this.server = new ServerStack(this, 'Server', {
      stackName: stacks.server,
      description: `Kitte ${environment.name}: the mail server`,
      environment,
      foundation: this.foundation,
    });
    this.dns = new DnsStack(this, 'Dns', {
      stackName: stacks.dns,
      description: `Kitte ${environment.name}: DNS records and the reverse name`,
      environment,
      foundation: this.foundation,
      machineFingerprint: this.server.fingerprint,
    });
    // Names appear once something answers at the address; the keys' parameters are there by then too.
    this.dns.addStackDependency(this.server);
    this.server.addStackDependency(this.foundation);
    // At a stack, because the CLI prints what stands at stacks alone.
    for (const warning of warnings(environment))
      Annotations.of(this.dns).addWarningV2(`kitte:${warning.path}`, inALine(warning));
    for (const [key, value] of Object.entries(environment.tags)) Tags.of(this).add(key, value);
  }
}
