import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { handlerCode } from './handler-code';

export interface HandlerFunctionProps {
  /** Path of the `*.handler.ts` file. */
  readonly entry: string;
  /**
   * Exported function in that file.
   * @default 'handler'
   */
  readonly handler?: string;
  /** What it does, for the Lambda console. */
  readonly description: string;
  /** Least privilege: what the handler calls and nothing else. */
  readonly statements: readonly PolicyStatement[];
  /**
   * Twice as long as a permission that has not spread yet is waited for.
   * @default Duration.minutes(2)
   */
  readonly timeout?: Duration;
}

/** The Lambda function of a custom resource: bundled by esbuild, logged for a month. */
export class HandlerFunction extends Construct {
  readonly function: Function;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    this.function = new Function(this, 'Function', {
      code: handlerCode(props.entry),
      handler: `index.${props.handler ?? 'handler'}`,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: props.timeout ?? Duration.minutes(2),
      logGroup: new LogGroup(this, 'Logs', {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    for (const statement of props.statements) this.function.addToRolePolicy(statement);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: 'It writes logs and nothing else; the log groups have generated names.',
    });
  }
}
