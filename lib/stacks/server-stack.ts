import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { hostZoneOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { namesOf } from '../config/names';
import type { Converged } from '../constructs/converged/converged';
import { availabilityZoneOf } from '../constructs/network/availability-zone';
import { MailNetwork } from '../constructs/network/mail-network';
import { serving } from '../constructs/serving/serving';
import { servedPorts, SUBMISSION_PORTS } from '../machine/ports';
import type { FoundationStack } from './foundation-stack';

export interface ServerStackProps extends StackProps {
  readonly environment: Environment;
  readonly foundation: FoundationStack;
}

/** The machine and all that it may be replaced with. */
export class ServerStack extends Stack {
  /** Changes with what the machine is made of: user-data, settings, image, size. */
  readonly fingerprint: string;
  private readonly zone: string;

  constructor(scope: Construct, id: string, props: ServerStackProps) {
    const { environment, foundation, ...stackProps } = props;
    super(scope, id, stackProps);
    this.zone = availabilityZoneOf(environment.vpc);
    const network = new MailNetwork(this, 'Network', {
      vpc: environment.vpc,
      ports: servedPorts(environment),
    });
    const { converged, fingerprint } = serving(this, {
      ...{ environment, network },
      names: namesOf(environment.name),
      kept: foundation,
      hostZoneId: foundation.zoneId(hostZoneOf(environment)),
      imageId: foundation.image.in(this),
    });
    this.fingerprint = fingerprint;
    this.outputs(environment, converged);
  }

  /** CDK would look them up. */
  override get availabilityZones(): string[] {
    return [this.zone];
  }

  private outputs(environment: Environment, converged: Converged): void {
    const { submissions, submission } = SUBMISSION_PORTS;
    new CfnOutput(this, 'Host', { value: environment.hostName, description: 'Server for your mail client' });
    new CfnOutput(this, 'Ports', {
      value: `${String(submissions)} (implicit TLS), ${String(submission)} (STARTTLS)`,
    });
    new CfnOutput(this, 'State', {
      value: converged.state,
      description: 'converged; or waiting, while the certificate cannot be had and submission stays closed',
    });
    new CfnOutput(this, 'Reason', { value: converged.reason });
    new CfnOutput(this, 'Port25Request', {
      value: 'https://console.aws.amazon.com/support/contacts?#/rdns-limits',
      description: 'EC2 blocks outgoing mail until you ask here; the README has a text to paste',
    });
  }
}
