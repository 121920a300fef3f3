import { ListStackResourcesCommand, paginateListStacks, StackStatus } from '@aws-sdk/client-cloudformation';

import type { Clients } from '../../deployed/clients';
import { told, type Told } from '../../deployed/told';
import { namesOf } from '../../config/names';

type Asked = Pick<Clients, 'cloudFormation'>;

const GONE: readonly string[] = [StackStatus.DELETE_COMPLETE, StackStatus.REVIEW_IN_PROGRESS];

/** The record sets of a stack, logical id (its construct's) to name, as CloudFormation keeps it: `Ref` of a record is its name. */
export async function recordsOf(
  { cloudFormation }: Asked,
  StackName: string,
): Promise<ReadonlyMap<string, string>> {
  const records = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const page = await cloudFormation.send(
      new ListStackResourcesCommand({ StackName, ...(NextToken === undefined ? {} : { NextToken }) }),
    );
    for (const {
      ResourceType,
      ResourceStatus,
      LogicalResourceId = '',
      PhysicalResourceId = '',
    } of page.StackResourceSummaries ?? [])
      if (ResourceType === 'AWS::Route53::RecordSet' && ResourceStatus !== 'DELETE_COMPLETE')
        records.set(LogicalResourceId, PhysicalResourceId.toLowerCase().replace(/\.$/, ''));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return records;
}

/** What the Dns stacks of all other environments here have made, name to environment. */
export function othersRecords(
  clients: Asked,
  environmentName: string,
): Promise<Told<ReadonlyMap<string, string>>> {
  return told('cloudformation:ListStacks', async () => {
    const found = new Map<string, string>();
    for await (const { StackSummaries = [] } of paginateListStacks({ client: clients.cloudFormation }, {}))
      for (const { StackName = '', StackStatus: status = '' } of StackSummaries) {
        const name = /^kitte-(.+)-dns$/.exec(StackName)?.[1];
        if (name === undefined || name === environmentName || GONE.includes(status)) continue;
        const records = await recordsOf(clients, namesOf(name).stacks.dns);
        for (const record of records.values()) found.set(record, name);
      }
    return found;
  });
}
