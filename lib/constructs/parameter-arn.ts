import { ArnFormat } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

import { arnOf } from './arn';

/** Of an SSM parameter of this account, by its name, which begins with a slash. */
export function parameterArn(scope: IConstruct, name: string): string {
  return arnOf(scope, {
    service: 'ssm',
    resource: 'parameter',
    resourceName: name.replace(/^\//, ''),
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
