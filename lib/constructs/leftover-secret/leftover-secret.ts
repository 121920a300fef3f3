import { join } from 'node:path';

import { ArnFormat, CustomResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { acknowledgeWildcards } from '../acknowledge-wildcards';
import { arnOf } from '../arn';
import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';

export interface LeftoverSecretProps {
  /** The stack's own, of a fixed name. */
  readonly secret: CfnSecret;
  readonly secretName: string;
  /** Where the passwords lie between the leftover and the new secret. */
  readonly asideName: string;
  /** Whether the passwords outlive the stack. */
  readonly retain: boolean;
}

/**
 * Passwords that an earlier deployment left come into the stack's own secret: their secret holds its name. Import by name is not to
 * be had: the identifier of a secret is its ARN, which a template does not know.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
export class LeftoverSecret extends Construct {
  /** Done once the passwords are in the stack's own secret. */
  readonly given: CustomResource;

  constructor(scope: Construct, id: string, props: LeftoverSecretProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const secretArn = (resourceName: string) =>
      arnOf(this, {
        service: 'secretsmanager',
        resource: 'secret',
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const [secret, aside] = [secretArn(props.secretName), secretArn(props.asideName)];
    // Secrets Manager adds a dash and six characters, once the secret is there.
    const secrets = [`${secret}*`, `${aside}*`];
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'leftover-secret.handler.ts'),
      description: 'Takes over the passwords that an earlier deployment left',
      statements: [
        new PolicyStatement({
          actions: [
            'secretsmanager:DescribeSecret',
            'secretsmanager:GetSecretValue',
            'secretsmanager:PutSecretValue',
            'secretsmanager:CreateSecret',
            'secretsmanager:RestoreSecret',
            'secretsmanager:DeleteSecret',
          ],
          resources: secrets,
        }),
        new PolicyStatement({
          actions: ['cloudformation:DescribeStackResources'],
          resources: [stack.stackId],
        }),
      ],
    });
    acknowledgeWildcards(onEvent, secrets, 'Secrets Manager ends the ARN of a secret with six characters.');
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    const step = (name: string, Step: 'aside' | 'give') =>
      new CustomResource(this, name, {
        serviceToken,
        resourceType: 'Custom::LeftoverSecret',
        properties: {
          Step,
          Secret: secret,
          Aside: aside,
          LogicalId: props.secret.logicalId,
          Retain: String(props.retain),
        },
      });
    props.secret.node.addDependency(step('Aside', 'aside'));
    this.given = step('Given', 'give');
    this.given.node.addDependency(props.secret);
  }
}
