import { Fn } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

import type { Problem } from '../../config/problem';
import type { Place } from '../network/mail-network';
import { OwnNetwork } from '../network/own-network';
import type { MailServerProps } from './props';

/** Where the instance stands: in the subnet that the props choose, or in a network that is made for it. */
export function placeOf(scope: Construct, { vpc, vpcSubnets }: MailServerProps): Place {
  // Instance and volume are in the region's first zone, named at the deploy: nothing is looked up at synthesis.
  if (vpc === undefined)
    return {
      kind: 'constructs',
      ...new OwnNetwork(scope, 'Vpc', { availabilityZone: Fn.select(0, Fn.getAzs()) }),
    };
  const [subnet] = vpc.selectSubnets(vpcSubnets ?? PUBLIC).subnets;
  if (subnet === undefined) throw new Error(`${vpc.node.path} has no subnet for a mail server.`);
  return { kind: 'constructs', vpc, subnet };
}

const PUBLIC = { subnetType: SubnetType.PUBLIC };

export function placeProblems({ vpc, vpcSubnets }: MailServerProps): Problem[] {
  if (vpc === undefined && vpcSubnets === undefined) return [];
  const allowed = 'a VPC with a public subnet: mail leaves from the address of the instance itself';
  const wrong = (received: string, remedy: string) => [{ path: 'vpcSubnets', received, allowed, remedy }];
  if (vpc === undefined)
    return wrong('a choice of subnets without a VPC', 'Give vpc too, or leave vpcSubnets out.');
  const remedy =
    'Give the VPC public subnets, choose others of its subnets by vpcSubnets, or leave vpc out for a network of its own.';
  try {
    if (vpc.selectSubnets(vpcSubnets ?? PUBLIC).subnets.length > 0) return [];
  } catch (error) {
    return wrong((error as Error).message, remedy);
  }
  return wrong('no subnet', remedy);
}
