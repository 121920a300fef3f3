import { join } from 'node:path';

import { CustomResource } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Environment, SendingDomain } from '../../config/environment';
import type { Names } from '../../config/names';
import type { Succeeding } from '../../config/succession';
import { acknowledgeWildcards } from '../acknowledge-wildcards';
import { arnOf } from '../arn';
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
  /** Done once this config may follow. */
  readonly look: CustomResource;

  constructor(scope: Construct, id: string, props: PredecessorProps) {
    super(scope, id);
    const { environment, names } = props;
    const { settings, status } = names;
    const serverStack = arnOf(this, {
      service: 'cloudformation',
      resource: 'stack',
      resourceName: `${names.stacks.server}/*`,
    });
    const { others, former = [] } = environment;
    // A server that has one domain, and never had another, has nothing in parts that is asked for here.
    const parts =
      others === undefined && !former.some(({ beside }) => beside === true)
        ? undefined
        : parameterArn(this, `${names.settingsParts}/*`);
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'predecessor.handler.ts'),
      description: 'Looks at the server that is there before anything changes',
      statements: [
        new PolicyStatement({
          actions: ['ssm:GetParameter'],
          resources: [
            ...[settings, status].map((name) => parameterArn(this, name)),
            ...(parts === undefined ? [] : [parts]),
          ],
        }),
        new PolicyStatement({
          actions: ['ssm:DeleteParameter'],
          resources: [parameterArn(this, status)],
        }),
        new PolicyStatement({ actions: ['cloudformation:ListStackResources'], resources: [serverStack] }),
      ],
    });
    acknowledgeWildcards(onEvent, [serverStack], "The id of the environment's own stack is not known here.");
    if (parts !== undefined)
      acknowledgeWildcards(onEvent, [parts], 'Their names have the hash of what is in them.');
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    const { domain, envelopeDomain, hostName, dkim } = environment;
    const after: Succeeding = {
      ...{ domain, envelopeDomain, hostName },
      dkim: { selectors: dkim.selectors },
      ...(environment.former === undefined ? {} : { former }),
      ...(others === undefined ? {} : { others: others.map(succeeding) }),
    };
    this.look = new CustomResource(this, 'Look', {
      serviceToken,
      resourceType: 'Custom::Predecessor',
      properties: {
        Settings: settings,
        Status: status,
        ServerStack: names.stacks.server,
        Names: JSON.stringify(after),
        ...(parts === undefined ? {} : { Parts: names.settingsParts }),
      },
    });
  }
}

const succeeding = ({ domain, envelopeDomain, dkim: { selectors } }: SendingDomain) => ({
  ...{ domain, envelopeDomain },
  dkim: { selectors },
});
