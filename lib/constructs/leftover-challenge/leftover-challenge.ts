import { join } from 'node:path';

import { CustomResource } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { partitionOf } from '../arn';
import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';
import type { LeftoverProperties } from './leftover';

export interface LeftoverChallengeProps {
  readonly hostedZoneId: string;
  /** The names that the server has certificates for. */
  readonly hostNames: readonly string[];
}

/**
 * What an order of a certificate leaves in the zone when its machine dies: a TXT record at `_acme-challenge` (RFC 8555 section
 * 8.4). It goes with the stack; a zone that has it cannot be deleted.
 */
export class LeftoverChallenge extends Construct {
  constructor(scope: Construct, id: string, props: LeftoverChallengeProps) {
    super(scope, id);
    const names = props.hostNames.map((name) => `_acme-challenge.${name}`);
    const zone = `arn:${partitionOf(this)}:route53:::hostedzone/${props.hostedZoneId}`;
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'leftover-challenge.handler.ts'),
      description: 'Removes what an order of a certificate left in the zone',
      statements: [
        new PolicyStatement({ actions: ['route53:ListResourceRecordSets'], resources: [zone] }),
        new PolicyStatement({
          actions: ['route53:ChangeResourceRecordSets'],
          resources: [zone],
          conditions: {
            'ForAllValues:StringEquals': {
              'route53:ChangeResourceRecordSetsNormalizedRecordNames': names,
              'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
              'route53:ChangeResourceRecordSetsActions': ['DELETE'],
            },
          },
        }),
      ],
    });
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    new CustomResource(this, 'Names', {
      serviceToken,
      resourceType: 'Custom::LeftoverChallenge',
      properties: { HostedZoneId: props.hostedZoneId, Names: names } satisfies LeftoverProperties,
    });
  }
}
