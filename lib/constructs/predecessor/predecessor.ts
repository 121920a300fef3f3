import { join } from 'node:path';

import { CustomResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Environment } from '../../config/environment';
import type { Names } from '../../config/names';
import type { Succeeding } from '../../config/succession';
import { acknowledgeWildcards } from '../acknowledge-wildcards';
import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';
import { parameterArn } from '../parameter-arn';

export interface PredecessorProps {
  readonly environment: Environment;
  readonly names: Names;
}

/**
 * Looks at the server that is there before the deploy changes anything: one whose names change in silence is not deployed, and
 * what an earlier version left in the way of the stacks is taken away.
 */
export class Predecessor extends Construct {
  constructor(scope: Construct, id: string, props: PredecessorProps) {
    super(scope, id);
    const { environment, names } = props;
    const { settings, status } = names;
    const serverStack = Stack.of(this).formatArn({
      service: 'cloudformation',
      resource: 'stack',
      resourceName: `${names.stacks.server}/*`,
    });
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'predecessor.handler.ts'),
      description: 'Looks at the server that is there before anything changes',
      statements: [
        new PolicyStatement({
          actions: ['ssm:GetParameter'],
          resources: [parameterArn(this, settings), parameterArn(this, status)],
        }),
        new PolicyStatement({
          actions: ['ssm:DeleteParameter'],
          resources: [parameterArn(this, status)],
        }),
        new PolicyStatement({ actions: ['cloudformation:ListStackResources'], resources: [serverStack] }),
      ],
    });
    acknowledgeWildcards(onEvent, [serverStack], "The id of the environment's own stack is not known here.");
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    const { domain, envelopeDomain, hostName, former, dkim } = environment;
    const succeeding: Succeeding = {
      ...{ domain, envelopeDomain, hostName },
      dkim: { selectors: dkim.selectors },
      ...(former === undefined ? {} : { former }),
    };
    new CustomResource(this, 'Look', {
      serviceToken,
      resourceType: 'Custom::Predecessor',
      properties: {
        Settings: settings,
        Status: status,
        ServerStack: names.stacks.server,
        Names: JSON.stringify(succeeding),
      },
    });
  }
}
