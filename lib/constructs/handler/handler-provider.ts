import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';

import { acknowledgeWildcards } from '../acknowledge-wildcards';
import type { HandlerFunction } from './handler-function';

export interface HandlerProviderProps {
  readonly onEvent: HandlerFunction;
  /**
   * Asked again and again until it says that the work is done.
   * @default - the work is done when onEvent returns
   */
  readonly isComplete?: HandlerFunction;
  /**
   * Backstop behind the handler's own deadline, whose error names what it waited for.
   * @default Duration.minutes(30)
   */
  readonly totalTimeout?: Duration;
}

/** CDK's provider framework around our handlers, with its findings acknowledged in one place. */
export class HandlerProvider extends Construct {
  readonly serviceToken: string;

  constructor(scope: Construct, id: string, props: HandlerProviderProps) {
    super(scope, id);
    const provider = new Provider(this, 'Framework', {
      onEventHandler: props.onEvent.function,
      logGroup: new LogGroup(this, 'Logs', {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      ...(props.isComplete === undefined
        ? {}
        : {
            isCompleteHandler: props.isComplete.function,
            queryInterval: Duration.seconds(2),
            totalTimeout: props.totalTimeout ?? Duration.minutes(30),
            disableWaiterStateMachineLogging: true,
          }),
    });
    this.serviceToken = provider.serviceToken;
    Validations.of(this).acknowledge(
      {
        id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
        reason: 'Set by the provider framework: it writes logs and nothing else.',
      },
      {
        id: 'AwsSolutions-L1',
        reason: 'The runtime of the framework functions is chosen by the CDK release.',
      },
      { id: 'AwsSolutions-SF1', reason: 'The waiter only polls; the handler functions log each step.' },
      { id: 'AwsSolutions-SF2', reason: 'The waiter only polls; traces would cost and tell nothing.' },
    );
    const invoked = [props.onEvent, ...(props.isComplete === undefined ? [] : [props.isComplete])]
      .map((handler) => handler.function.functionArn)
      // The waiter's own two functions.
      .concat(
        ['framework-isComplete', 'framework-onTimeout'].flatMap((name) => {
          const framework = provider.node.tryFindChild(name);
          return framework instanceof Function ? [framework.functionArn] : [];
        }),
      );
    acknowledgeWildcards(
      this,
      invoked.map((arn) => `${arn}:*`),
      'Set by the provider framework: it may invoke every version of the handler functions beside it.',
    );
  }
}
