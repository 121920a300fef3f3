import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { CustomResource, Lazy, RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';
import { LeftoverSecret } from '../leftover-secret/leftover-secret';

const DESCRIPTION = 'Kitte: passwords for mail submission, by login';
const digestOf = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

export interface UsersSecretProps {
  readonly secretName: string;
  /** Where passwords that an earlier deployment left lie on their way into it. */
  readonly earlierName: string;
  readonly logins: readonly string[];
  /** Whether the passwords outlive the stack. */
  readonly retain: boolean;
}

/** One secret with a generated password for each submission login, as a JSON object. */
export class UsersSecret extends Construct {
  readonly secret: Secret;
  /** Changes whenever a login comes or goes. */
  readonly versionId: string;

  constructor(scope: Construct, id: string, props: UsersSecretProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      secretName: props.secretName,
      description: DESCRIPTION,
      // No secret yet: an empty object that the handler fills.
      secretStringValue: SecretValue.unsafePlainText('{}'),
      removalPolicy: props.retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The passwords live in applications that Kitte does not know: only their owner can turn them.',
    });
    const resource = this.secret.node.defaultChild as CfnSecret;
    const { given } = new LeftoverSecret(this, 'Leftover', {
      secret: resource,
      secretName: props.secretName,
      asideName: props.earlierName,
      retain: props.retain,
    });
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry: join(__dirname, 'users.handler.ts'),
      description: 'Gives each login a password and drops those that left',
      statements: [
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
          resources: [this.secret.secretArn],
        }),
      ],
    });
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent });
    const users = new CustomResource(this, 'Users', {
      serviceToken,
      resourceType: 'Custom::Users',
      properties: {
        SecretId: this.secret.secretArn,
        Logins: props.logins,
        // An update of the secret may write its template's value again: then the handler is asked as well.
        Written: Lazy.string({ produce: () => digestOf([DESCRIPTION, resource.tags.renderTags()]) }),
      },
    });
    users.node.addDependency(given);
    this.versionId = users.getAttString('VersionId');
  }
}
