import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { DnsStack } from './dns-stack';
import type { FoundationStack } from './foundation-stack';
import { type MailEnvironmentProps, type MailStacks, mailStacks, placeOf } from './mail-environment';
import type { ServerStack } from './server-stack';

/**
 * One environment as a stage, for CDK Pipelines: the same stacks, names, logical ids and templates as `MailEnvironment`.
 * @see https://docs.aws.amazon.com/cdk/v2/guide/cdk_pipeline.html
 */
export class MailStage extends Stage implements MailStacks {
  readonly foundation: FoundationStack;
  readonly server: ServerStack;
  readonly dns: DnsStack;

  constructor(scope: Construct, id: string, props: MailEnvironmentProps) {
    super(scope, id, { env: placeOf(props) });
    ({ foundation: this.foundation, server: this.server, dns: this.dns } = mailStacks(this, props));
  }
}
