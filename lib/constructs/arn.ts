import { type ArnComponents, Aws, Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';

/** Of something in the stack's account and region, the same whatever the app's flags are. */
export function arnOf(scope: IConstruct, components: ArnComponents): string {
  return Stack.of(scope).formatArn({ partition: partitionOf(scope), ...components });
}

/** Its name where the region is known: what `@aws-cdk/core:enablePartitionLiterals` does, which is read at the stack. */
export function partitionOf(scope: IConstruct): string {
  const { region } = Stack.of(scope);
  return (Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition) ?? Aws.PARTITION;
}
