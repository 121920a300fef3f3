import { Fn } from 'aws-cdk-lib';

import type { Environment } from '../../config/environment';

/**
 * Where server and volume both are. The region's first zone is named at deploy time: CDK would look it up, and
 * synthesis needs no credentials.
 */
export function availabilityZoneOf(vpc: Environment['vpc']): string {
  return vpc.kind === 'given' ? vpc.availabilityZone : Fn.select(0, Fn.getAzs());
}
