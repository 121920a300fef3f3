import { join } from 'node:path';

import { CustomResource, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { arnOf } from '../arn';
import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';

export interface ReverseNameProps {
  readonly allocationId: string;
  /** The Elastic IP itself. */
  readonly address: string;
  /** The name that the address answers; its A record must point back (FCrDNS). */
  readonly hostName: string;
}

/**
 * The reverse name (PTR) of an Elastic IP, for which CloudFormation has no resource. Reset when it goes, as an
 * address with a reverse name cannot be released.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Elastic_Addressing_Reverse_DNS.html
 */
export class ReverseName extends Construct {
  constructor(scope: Construct, id: string, props: ReverseNameProps) {
    super(scope, id);
    const entry = join(__dirname, 'reverse-name.handler.ts');
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry,
      description: 'Notes that a reverse name is wanted or no longer wanted',
      statements: [],
    });
    const isComplete = new HandlerFunction(this, 'Poll', {
      entry,
      handler: 'isComplete',
      description: 'Sets or resets the reverse name of the Elastic IP and waits for AWS',
      statements: [
        new PolicyStatement({
          actions: ['ec2:ModifyAddressAttribute', 'ec2:ResetAddressAttribute'],
          resources: [
            arnOf(this, {
              service: 'ec2',
              resource: 'elastic-ip',
              resourceName: props.allocationId,
            }),
          ],
        }),
        new PolicyStatement({ actions: ['ec2:DescribeAddressesAttribute'], resources: ['*'] }),
      ],
    });
    Validations.of(isComplete).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'ec2:DescribeAddressesAttribute knows no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html',
    });
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent, isComplete });
    new CustomResource(this, 'Name', {
      serviceToken,
      resourceType: 'Custom::ReverseName',
      properties: {
        AllocationId: props.allocationId,
        Address: props.address,
        HostName: props.hostName,
      },
    });
  }
}
