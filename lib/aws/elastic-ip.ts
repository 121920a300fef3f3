import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

import type { Names } from '../config/names';
import type { Clients } from './clients';
import { AwsFailure, needed } from './failure';

/** The server's address, as the Foundation stack says it. */
export async function elasticIp(
  { cloudFormation }: Pick<Clients, 'cloudFormation'>,
  { stacks }: Names,
): Promise<string> {
  const StackName = stacks.foundation;
  const { Stacks } = await needed('cloudformation:DescribeStacks', () =>
    cloudFormation.send(new DescribeStacksCommand({ StackName })),
  );
  const output = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'ElasticIp')?.OutputValue;
  if (output === undefined)
    throw new AwsFailure(`The stack ${StackName} has no output ElasticIp. Deploy again.`);
  return output;
}
