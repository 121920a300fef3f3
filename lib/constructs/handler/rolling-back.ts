import { DescribeStacksCommand, type DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation';

import type { Sender } from '../../deployed/sender';

/**
 * Whether the stack of this event goes back to where it was: then it is asked about the state before, and whoever refuses that
 * leaves it in the middle (UPDATE_ROLLBACK_FAILED), where a person must help.
 */
export async function isRollingBack(cloudFormation: Sender, StackName: string): Promise<boolean> {
  const { Stacks } = (await cloudFormation.send(
    new DescribeStacksCommand({ StackName }),
  )) as DescribeStacksCommandOutput;
  return Stacks?.[0]?.StackStatus?.includes('ROLLBACK') === true;
}
