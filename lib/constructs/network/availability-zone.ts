import { Fn, Validations } from 'aws-cdk-lib';
import type { CfnVolume } from 'aws-cdk-lib/aws-ec2';

import type { Environment } from '../../config/environment';

/**
 * Where server and volume both are. The region's first zone is named at deploy time: CDK would look it up, and
 * synthesis needs no credentials.
 */
export function availabilityZoneOf(vpc: Environment['vpc']): string {
  return vpc.kind === 'given' ? vpc.availabilityZone : Fn.select(0, Fn.getAzs());
}

/** CDK's own validation warns of a zone that is named. */
export function acknowledgeZone(volume: CfnVolume): void {
  Validations.of(volume).acknowledge({
    id: 'CloudFormation-Validate::W3010',
    reason: 'A volume is where its instance is: in the zone of the subnet that was chosen.',
  });
}
