import { hostZoneOf } from '../config/domains';
import type { Environment } from '../config/environment';
import { hostOfAddress } from '../config/host-names';

/**
 * The reverse name (PTR) of the address: the host name, or the one of before while it moves. Absent while a created zone is not delegated, as AWS looks the
 * name up and refuses what the world cannot see.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Elastic_Addressing_Reverse_DNS.html
 */
export function reverseNameOf(environment: Environment): string | undefined {
  return isDelegated(hostZoneOf(environment)) ? hostOfAddress(environment) : undefined;
}

/** Whether the parent knows the zone, as far as the config says: one that exists already is taken to be in use. */
export function isDelegated(hostedZone: Environment['hostedZone']): boolean {
  return hostedZone.kind !== 'created' || hostedZone.delegated;
}
