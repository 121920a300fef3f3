import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandOutput,
} from '@aws-sdk/client-route-53';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import { isAwsError, type Sender } from '../../deployed/sender';

export interface LeftoverProperties {
  readonly HostedZoneId: string;
  /** Where a machine may have written, without a dot at the end. */
  readonly Names: readonly string[];
}

/** Removes TXT records that a machine wrote for the certificate authority and did not live to remove. */
export function leftoverHandler(route53: Sender) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    const { HostedZoneId, Names } = event.ResourceProperties as unknown as LeftoverProperties;
    const before = event.RequestType === 'Update' ? event.OldResourceProperties : undefined;
    const old = before as unknown as LeftoverProperties | undefined;
    if (event.RequestType === 'Delete') await remove(route53, HostedZoneId, Names);
    // Another zone is another resource: of that one the deletion comes by itself.
    if (old?.HostedZoneId === HostedZoneId)
      await remove(
        route53,
        HostedZoneId,
        old.Names.filter((name) => !Names.includes(name)),
      );
    return { PhysicalResourceId: `${HostedZoneId}#challenges` };
  };
}

async function remove(route53: Sender, HostedZoneId: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const found = await challengeAt(route53, HostedZoneId, name);
    if (found === undefined) continue;
    const change = { Action: 'DELETE', ResourceRecordSet: found } as const;
    try {
      await route53.send(
        new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes: [change] } }),
      );
    } catch (error) {
      // Gone or changed since it was read: by the machine, which then removes it itself.
      if (!isAwsError(error, 'InvalidChangeBatch')) throw error;
    }
  }
}

async function challengeAt(route53: Sender, HostedZoneId: string, name: string) {
  try {
    const { ResourceRecordSets = [] } = (await route53.send(
      new ListResourceRecordSetsCommand({
        ...{ HostedZoneId, StartRecordName: name, StartRecordType: 'TXT', MaxItems: 1 },
      }),
    )) as ListResourceRecordSetsCommandOutput;
    return ResourceRecordSets.find(({ Name, Type }) => Type === 'TXT' && Name === `${name}.`);
  } catch (error) {
    if (isAwsError(error, 'NoSuchHostedZone')) return undefined;
    throw error;
  }
}
