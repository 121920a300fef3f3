import { Annotations, Tags, Token, type Environment as AwsEnvironment } from 'aws-cdk-lib';
import { Construct } from 'constructs';

import { domainsOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { namesOf } from '../config/names';
import { outOfReach } from '../config/schema/region';
import { inALine, warnings } from '../config/warnings';
import { pinFlags } from '../constructs/pinned-flags';
import { DnsStack } from './dns-stack';
import { FoundationStack } from './foundation-stack';
import { ServerStack } from './server-stack';

export interface MailEnvironmentProps {
  readonly environment: Environment;
  /**
   * Where the config names none: the account and region of the caller's credentials.
   * @default - what the deploy's credentials lead to
   */
  readonly fallback?: { readonly account?: string | undefined; readonly region?: string | undefined };
  /**
   * Whether address, queue, keys, passwords and a created zone outlive their stack.
   * @default - as the config says
   */
  readonly retain?: boolean;
}

/** The stacks of one environment. */
export interface MailStacks {
  readonly foundation: FoundationStack;
  readonly server: ServerStack;
  readonly dns: DnsStack;
}

/**
 * One environment as a part of an app: `cdk deploy --all`, `cdk deploy 'prod/*'` and `cdk diff --fail` see its stacks. Inside a
 * `Stage` the CLI's `--all` and a `diff` without names see none.
 */
export class MailEnvironment extends Construct implements MailStacks {
  readonly foundation: FoundationStack;
  readonly server: ServerStack;
  readonly dns: DnsStack;

  constructor(scope: Construct, id: string, props: MailEnvironmentProps) {
    super(scope, id);
    ({ foundation: this.foundation, server: this.server, dns: this.dns } = mailStacks(this, props));
  }
}

/** Where an environment goes; throws where there can be no server. */
export function placeOf({ environment, fallback = {} }: MailEnvironmentProps): AwsEnvironment {
  const account = environment.account ?? fallback.account;
  const region = environment.region ?? fallback.region;
  const reason = region === undefined || Token.isUnresolved(region) ? undefined : outOfReach(region);
  if (reason !== undefined)
    throw new Error(
      `Environment ${environment.name} would go to ${String(region)}, where Kitte cannot work: ${reason}. Choose a region of AWS's main partition, in the config (region) or by the credentials.`,
    );
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

/** Lays the stacks below a scope, in the order in which they are deployed. */
export function mailStacks(scope: Construct, props: MailEnvironmentProps): MailStacks {
  const { environment, retain = environment.retain } = props;
  const { stacks } = namesOf(environment.name);
  // The list of constructs that CDK would put into the template for AWS ends with the release of Node that made it.
  const common = { env: placeOf(props), analyticsReporting: false };
  pinFlags(scope);
  // It would tell where the code lies beside the template: another place in a stage, and of no use to CloudFormation.
  scope.node.setContext('aws:cdk:enable-asset-metadata', false);
  const foundation = new FoundationStack(scope, 'Foundation', {
    stackName: stacks.foundation,
    description: `Kitte ${environment.name}: address, queue, keys, passwords`,
    ...common,
    environment,
    retain,
  });
  const server = new ServerStack(scope, 'Server', {
    stackName: stacks.server,
    description: `Kitte ${environment.name}: the mail server`,
    ...common,
    environment,
    foundation,
  });
  const dns = new DnsStack(scope, 'Dns', {
    stackName: stacks.dns,
    description: `Kitte ${environment.name}: DNS records and the reverse name`,
    ...common,
    environment,
    foundation,
    machineFingerprint: server.fingerprint,
  });
  // Names appear once something answers at the address; the keys' parameters are there by then too.
  dns.addStackDependency(server);
  server.addStackDependency(foundation);
  // At a stack, because the CLI prints what stands at stacks alone.
  for (const [index, view] of domainsOf(environment).entries()) {
    const of = environment.others === undefined ? '' : `${view.domain}: `;
    for (const warning of warnings(view))
      Annotations.of(dns).addWarningV2(
        `kitte:${index === 0 ? '' : `${view.domain}:`}${warning.path}`,
        `${of}${inALine(warning)}`,
      );
  }
  // At the resources alone: CloudFormation hands a stack's tags on to each of them, the machine's report among them.
  for (const [key, value] of Object.entries(environment.tags))
    Tags.of(scope).add(key, value, { excludeResourceTypes: ['aws:cdk:stack'] });
  return { foundation, server, dns };
}
