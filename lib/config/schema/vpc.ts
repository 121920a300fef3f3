import { z } from 'zod';
import { Refusal, text } from './text';

function resourceId(prefix: string) {
  const allowed = `an id such as ${prefix}-0123456789abcdef0`;
  return text(allowed, (value) =>
    new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(value)
      ? value
      : new Refusal(allowed, 'Copy it from the VPC console.'),
  );
}

const ZONE = 'an availability zone such as eu-west-1a';

/** A VPC that exists. The subnet is a public one: it routes to an internet gateway. */
export const vpc = z.strictObject({
  /**
   * The VPC's id.
   */
  vpcId: resourceId('vpc'),
  /**
   * The id of a public subnet in it.
   */
  subnetId: resourceId('subnet'),
  /** The subnet's. */
  availabilityZone: text(ZONE, (value) =>
    /^[a-z]{2}(-[a-z]+)+-[0-9](-[a-z]{3}-[0-9])?[a-z]$/.test(value)
      ? value
      : new Refusal(ZONE, 'Give the zone of the subnet.'),
  ),
});
