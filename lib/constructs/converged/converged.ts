import { join } from 'node:path';

import { CustomResource, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { HandlerFunction } from '../handler/handler-function';
import { HandlerProvider } from '../handler/handler-provider';
import { parameterArn } from '../parameter-arn';

export interface ConvergedProps {
  /** SSM parameter that the machine writes. */
  readonly statusParameter: string;
  /** SHA-256 of the user-data in hexadecimal. */
  readonly userDataHash: string;
  /** SHA-256 of the settings document in hexadecimal. */
  readonly settingsHash: string;
  /** Version of the users' secret. */
  readonly usersVersion: string;
  readonly usersSecretArn: string;
  readonly instanceId: string;
}

/**
 * Waits until the machine reports that it runs exactly this config, and fails with its reason. A creation policy
 * is consulted at creation alone; this is how every later deploy learns the outcome.
 */
export class Converged extends Construct {
  /** `converged`, or `waiting` while a certificate cannot be had yet. */
  readonly state: string;
  readonly reason: string;
  /** Done once the machine runs this config. */
  readonly report: CustomResource;

  constructor(scope: Construct, id: string, props: ConvergedProps) {
    super(scope, id);
    const entry = join(__dirname, 'converged.handler.ts');
    const onEvent = new HandlerFunction(this, 'Handler', {
      entry,
      description: 'Notes since when the mail server is waited for',
      statements: [],
    });
    const isComplete = new HandlerFunction(this, 'Poll', {
      entry,
      handler: 'isComplete',
      description: 'Reads what the mail server reports about its config',
      statements: [
        // Whether its own stack rolls back: then it must not fail once more.
        new PolicyStatement({
          actions: ['cloudformation:DescribeStacks'],
          resources: [Stack.of(this).stackId],
        }),
        new PolicyStatement({
          actions: ['ssm:GetParameter'],
          resources: [parameterArn(this, props.statusParameter)],
        }),
        new PolicyStatement({
          actions: ['secretsmanager:DescribeSecret'],
          resources: [props.usersSecretArn],
        }),
      ],
    });
    const { serviceToken } = new HandlerProvider(this, 'Provider', { onEvent, isComplete });
    this.report = new CustomResource(this, 'Report', {
      serviceToken,
      resourceType: 'Custom::Converged',
      properties: {
        StatusParameter: props.statusParameter,
        UserDataHash: props.userDataHash,
        SettingsHash: props.settingsHash,
        UsersVersion: props.usersVersion,
        UsersSecret: props.usersSecretArn,
        InstanceId: props.instanceId,
      },
    });
    this.state = this.report.getAttString('State');
    this.reason = this.report.getAttString('Reason');
  }
}
