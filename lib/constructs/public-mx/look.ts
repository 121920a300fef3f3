import {
  DescribeStacksCommand,
  type DescribeStacksCommandOutput,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { choices, listedElsewhere, movingOf } from '../../checks/moving';
import type { Lookup } from '../../checks/probe';
import type { Sender } from '../../deployed/sender';

export interface PublicMxProperties {
  readonly Domain: string;
  readonly HostName: string;
  /** Names whose mail would come to this server because the config does not say otherwise. */
  readonly Names: readonly string[];
}

export interface PublicMxWorld {
  readonly lookup: Lookup;
  readonly cloudFormation: Sender;
}

/**
 * Looks once, when it is created, whether others take the mail of these names today, and then there is no deploy. Another set of
 * names is another resource: an update and a roll-back have nothing to ask.
 */
export function publicMxHandler({ lookup, cloudFormation }: PublicMxWorld) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    const { Domain, HostName, Names } = event.ResourceProperties as unknown as PublicMxProperties;
    if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
    const { elsewhere, unanswered } = await movingOf(Names, HostName, lookup);
    if (elsewhere.length > 0 && event.RequestType === 'Create') {
      await letGo(cloudFormation, event.StackId);
      throw new Error(
        `Others take this mail today: ${listedElsewhere(elsewhere)}. In the zone that this deploy creates it would come to ${HostName}. ` +
          `Say in the config which is right, and deploy again: ${choices(elsewhere, Domain).en}. Nothing is created until then.`,
      );
    }
    const said = [listedElsewhere(elsewhere), ...unanswered.map(({ message }) => `not known: ${message}`)];
    return {
      PhysicalResourceId: Domain,
      Data: { Said: said.filter(Boolean).join('; ') || `nobody else: ${Names.join(', ')}` },
    };
  };
}

/**
 * The CLI protects a stack before it creates it, and the next deploy must delete one whose creation failed: it holds nothing. A
 * stack that is there stays protected.
 */
async function letGo(cloudFormation: Sender, StackName: string): Promise<void> {
  const { Stacks } = (await cloudFormation.send(
    new DescribeStacksCommand({ StackName }),
  )) as DescribeStacksCommandOutput;
  if (Stacks?.[0]?.StackStatus !== 'CREATE_IN_PROGRESS') return;
  await cloudFormation.send(
    new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
  );
}
