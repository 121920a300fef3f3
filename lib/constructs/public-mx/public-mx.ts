import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { CustomResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';

export interface PublicMxProps {
  /** The server that would take the mail. */
  readonly hostName: string;
  readonly domains: readonly PublicMxDomain[];
}

export interface PublicMxDomain {
  readonly domain: string;
  /** Names whose mail would come to the server because the config does not say otherwise. */
  readonly names: readonly string[];
}

/** Stops a deploy that would take mail away from others: a zone that moves has an MX in public DNS, and the new one has not. */
export class PublicMx extends Construct {
  /** What was found for each domain, for the outputs; in their order. */
  readonly said: readonly string[];

  constructor(scope: Construct, id: string, { hostName, domains }: PublicMxProps) {
    super(scope, id);
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'public-mx.handler.ts'),
      description: 'Looks whether others take the mail of a domain whose zone is created',
      statements: [
        // Of its own stack: one whose creation it stops must not stay protected.
        new PolicyStatement({
          actions: ['cloudformation:DescribeStacks', 'cloudformation:UpdateTerminationProtection'],
          resources: [Stack.of(this).stackId],
        }),
      ],
    });
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    this.said = domains.map(({ domain, names }) => {
      // By its names: a roll-back deletes the new resource and asks nothing of the old one.
      const of = createHash('sha256')
        .update(JSON.stringify([names, hostName]))
        .digest('hex');
      return new CustomResource(this, `Look${of.slice(0, 8)}`, {
        serviceToken,
        resourceType: 'Custom::PublicMx',
        properties: { Domain: domain, HostName: hostName, Names: names },
      }).getAttString('Said');
    });
  }
}
