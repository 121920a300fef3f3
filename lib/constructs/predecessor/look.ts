import { setTimeout as pause } from 'node:timers/promises';

import {
  ListStackResourcesCommand,
  type ListStackResourcesCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { breaks, type Succeeding } from '../../config/succession';
import { deployedIn, settingsHash } from '../../contract/settings';
import { partsWithDomains, settingsIn } from '../../contract/settings-parts';
import { valueOf } from '../../contract/reading';
import { dryIn, heldIn } from '../../contract/report';
import { reportAt } from '../../deployed/report';
import { parameterValue } from '../../deployed/parameter';
import { isAwsError, type Sender } from '../../deployed/sender';

export interface PredecessorProperties {
  /** SSM parameter with the settings of the server that is there. */
  readonly Settings: string;
  /** SSM parameter in which it reports. */
  readonly Status: string;
  /** The stack that should own it. */
  readonly ServerStack: string;
  /** The names of this config, as JSON. */
  readonly Names: string;
  /** Where the settings lead on to their parts, which may be read; absent where this config knows of one domain alone. */
  readonly Parts?: string;
}

export interface PredecessorWorld {
  readonly ssm: Sender;
  readonly cloudFormation: Sender;
  /**
   * After the deletion of a parameter AWS wants so long before another one of its name.
   * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html
   */
  readonly pauseMs: number;
}

/** Looks at the server that is there before anything changes: whether this config may follow it, and whether it left something in the way. */
export function predecessorHandler(world: PredecessorWorld) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
    const properties = event.ResourceProperties as unknown as PredecessorProperties;
    await mayFollow(world.ssm, properties);
    await makeWay(world, properties);
    return { PhysicalResourceId: properties.Settings };
  };
}

async function mayFollow(ssm: Sender, properties: PredecessorProperties): Promise<void> {
  const { Settings, Status, Names } = properties;
  const document = (await parameterValue(ssm, Settings)) ?? '';
  const deployed = deployedIn(await whole(ssm, document, properties));
  if (deployed === undefined) return;
  const report = valueOf(await reportAt(ssm, Status));
  // A deploy that failed before its records were made changed no name: the config of before may come back, or another one.
  const isOfThese = report?.settings === settingsHash(document);
  const before = isOfThese ? heldIn(report, deployed) : deployed;
  const dry = report === undefined ? undefined : dryIn(report);
  const problems = breaks(before, JSON.parse(Names) as Succeeding, dry);
  if (problems.length === 0) return;
  const words = problems.map(({ what, remedy }) => `${what.en} ${remedy.en}`);
  throw new Error(`${words.join(' ')} This deploy changes nothing.`);
}

/** With the domains beside the first, which a head leaves to its parts. */
async function whole(ssm: Sender, document: string, { Parts }: PredecessorProperties): Promise<string> {
  const reference = partsWithDomains(document);
  if (reference === undefined) return document;
  if (Parts === undefined)
    throw new Error(
      'The deployed server has domains beside the first, and this config has neither one of them nor an entry of former with beside: true: ' +
        'mail of theirs that waits would lose its records. Put them back into domains, or write the entries; `kitte preflight` gives them. ' +
        'This deploy changes nothing.',
    );
  const values: string[] = [];
  for (const name of reference.names) values.push((await parameterValue(ssm, name)) ?? '');
  return settingsIn(values, reference);
}

/** A machine of a version before the stack owned its report made the parameter itself, and the stack could not make it again. */
async function makeWay(
  world: PredecessorWorld,
  { Status, ServerStack }: PredecessorProperties,
): Promise<void> {
  if ((await parameterValue(world.ssm, Status)) === undefined) return;
  if (await owns(world.cloudFormation, ServerStack, Status)) return;
  try {
    await world.ssm.send(new DeleteParameterCommand({ Name: Status }));
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound')) return;
    throw error;
  }
  await pause(world.pauseMs);
}

async function owns(cloudFormation: Sender, StackName: string, name: string): Promise<boolean> {
  let NextToken: string | undefined;
  do {
    let page: ListStackResourcesCommandOutput;
    try {
      page = (await cloudFormation.send(
        new ListStackResourcesCommand({ StackName, NextToken }),
      )) as ListStackResourcesCommandOutput;
    } catch (error) {
      if (isAwsError(error, 'ValidationError')) return false; // There is no such stack.
      throw error;
    }
    const found = page.StackResourceSummaries?.some(
      ({ ResourceType, PhysicalResourceId, ResourceStatus }) =>
        ResourceType === 'AWS::SSM::Parameter' &&
        PhysicalResourceId === name &&
        ResourceStatus !== 'DELETE_COMPLETE' &&
        ResourceStatus !== 'CREATE_FAILED',
    );
    if (found === true) return true;
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return false;
}
