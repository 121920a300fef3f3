import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

export interface LeaseProps {
  readonly parameterName: string;
  /** Who serves from now on. */
  readonly instanceId: string;
  /** What it serves with: the volume of queue and certificate, and the Elastic IP. */
  readonly volumeId: string;
  readonly allocationId: string;
  readonly address: string;
  /** Where it proves to the certificate authority that the host name is its own. */
  readonly hostedZoneId: string;
}

/**
 * Says which machine serves. The machines follow it: the one that is no longer named lets go of the volume, the one
 * that is takes the volume and then the address. The value changes in place, so a roll-back changes it back; an
 * EIPAssociation would be replaced, and a replacement's roll-back moves nothing back.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eipassociation.html
 */
export class Lease extends Construct {
  constructor(scope: Construct, id: string, props: LeaseProps) {
    super(scope, id);
    new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: 'Which machine serves, with which volume and address; written by the deploy alone',
      stringValue: Stack.of(this).toJsonString({
        instance: props.instanceId,
        volume: props.volumeId,
        allocation: props.allocationId,
        address: props.address,
        zone: props.hostedZoneId,
      }),
    });
  }
}
