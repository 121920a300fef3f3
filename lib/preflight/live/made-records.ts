import {
  GetTemplateCommand,
  ListStackResourcesCommand,
  paginateListStacks,
  StackStatus,
} from '@aws-sdk/client-cloudformation';

import type { Clients } from '../../deployed/clients';
import { told, type Told } from '../../deployed/told';
import { namesOf } from '../../config/names';

type Asked = Pick<Clients, 'cloudFormation'>;

const GONE: readonly string[] = [StackStatus.DELETE_COMPLETE, StackStatus.REVIEW_IN_PROGRESS];

/**
 * The record sets of a stack, logical id (its construct's) to name, as CloudFormation keeps it: `Ref` of a record is its name. Of
 * those in a group only the template tells, as `NAME TYPE`.
 */
export async function recordsOf(
  { cloudFormation }: Asked,
  StackName: string,
): Promise<ReadonlyMap<string, string>> {
  const records = new Map<string, string>();
  let hasGroups = false;
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
    } of page.StackResourceSummaries ?? []) {
      if (ResourceStatus === 'DELETE_COMPLETE') continue;
      if (ResourceType === 'AWS::Route53::RecordSet')
        records.set(LogicalResourceId, plain(PhysicalResourceId));
      if (GROUPS.includes(ResourceType ?? '')) hasGroups = true;
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  if (!hasGroups) return records;
  const { TemplateBody = '{}' } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
  for (const { Name = '', Type = '' } of setsIn(TemplateBody))
    records.set(`${plain(Name)} ${Type}`, plain(Name));
  return records;
}

const plain = (name: string) => name.toLowerCase().replace(/\.$/, '');

interface Group {
  readonly Type?: string;
  readonly Properties?: Readonly<Partial<Record<'RecordSets' | 'Records', readonly Set[]>>>;
}

interface Set {
  readonly Name?: string;
  readonly Type?: string;
}

/** The second is of a zone in another account. */
const GROUPS: readonly string[] = ['AWS::Route53::RecordSetGroup', 'Custom::ZoneRecords'];

/** As CDK writes a template: JSON, with the names of records in it as they are. */
function setsIn(template: string) {
  const { Resources = {} } = JSON.parse(template) as { readonly Resources?: Readonly<Record<string, Group>> };
  return Object.values(Resources).flatMap(({ Type, Properties }) =>
    GROUPS.includes(Type ?? '') ? (Properties?.RecordSets ?? Properties?.Records ?? []) : [],
  );
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
