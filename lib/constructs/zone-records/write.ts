import {
  ChangeResourceRecordSetsCommand,
  type ChangeResourceRecordSetsCommandOutput,
  GetChangeCommand,
  type GetChangeCommandOutput,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import type {
  CdkCustomResourceEvent,
  CdkCustomResourceIsCompleteEvent,
  CdkCustomResourceIsCompleteResponse,
  CdkCustomResourceResponse,
} from 'aws-lambda';

import { isAwsError, type Sender } from '../../deployed/sender';
import { deadlineIn, isPast } from '../handler/deadline';
import { isRollingBack } from '../handler/rolling-back';
import { planned, type WantedRecord } from './changes';

export interface ZoneRecordsProperties {
  /** Whose records they are, in words. */
  readonly Of: string;
  readonly ZoneId: string;
  /** ARN of the role by which the zone is read and written. */
  readonly Role: string;
  readonly Records: readonly WantedRecord[];
}

export interface ZoneRecordsWorld {
  /** Route 53 as whoever has assumed the role; throws where it cannot be assumed. */
  readonly route53As: (role: string) => Promise<Sender>;
  readonly now: () => Date;
}

/** Minutes until all of Route 53's servers have a change; it says within one. */
const PATIENCE = 5;

/**
 * Writes the records of a domain into a zone of another account, all of them or none: one change batch, which Route 53 takes as a
 * whole. What this resource has not made is never touched.
 */
export function zoneRecordsOnEvent(world: ZoneRecordsWorld) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    const properties = event.ResourceProperties as unknown as ZoneRecordsProperties;
    const { ZoneId, Records } = properties;
    if (event.RequestType === 'Delete') {
      // Nothing waits for it. A zone that is gone has no records.
      await write(world, properties, { wanted: [], before: Records }).catch((error: unknown) => {
        if (!isAwsError(error, 'NoSuchHostedZone')) throw error;
      });
      return { PhysicalResourceId: event.PhysicalResourceId };
    }
    const old =
      event.RequestType === 'Update'
        ? (event.OldResourceProperties as unknown as ZoneRecordsProperties)
        : undefined;
    // What lies in another zone is deleted there, when this one is whole.
    const before = old?.ZoneId === ZoneId ? old.Records : [];
    const change = await write(world, properties, { wanted: Records, before });
    return {
      PhysicalResourceId: idOf(properties),
      ...(change === undefined ? {} : { Data: { Change: change, ...deadlineIn(PATIENCE, world.now()) } }),
    };
  };
}

/** Another zone is another resource: CloudFormation deletes the one of before at the end. */
const idOf = ({ ZoneId, Of }: ZoneRecordsProperties) => `${ZoneId}/${Of}`;

/**
 * While a stack goes back to where it was nobody may refuse: it would be left in the middle (UPDATE_ROLLBACK_FAILED), where a
 * person must help. What is in the way then was in the way of the update too, which has written nothing; or somebody wrote it
 * meanwhile, and keeps it.
 */
export function yielding<Event extends CdkCustomResourceEvent, Rest extends unknown[], Answer>(
  cloudFormation: Sender,
  handler: (event: Event, ...rest: Rest) => Promise<Answer>,
  left: (physicalId: string) => Answer,
) {
  return async (event: Event, ...rest: Rest): Promise<Answer> => {
    try {
      return await handler(event, ...rest);
    } catch (error) {
      if (event.RequestType !== 'Update' || !(await isRollingBack(cloudFormation, event.StackId)))
        throw error;
      console.log(`Left as it is while the stack goes back: ${wordsOf(error)}`);
      return left(idOf(event.ResourceProperties as unknown as ZoneRecordsProperties));
    }
  };
}

/** The id of the change; nothing where the zone is as it should be. */
async function write(
  world: ZoneRecordsWorld,
  properties: ZoneRecordsProperties,
  { wanted, before }: { readonly wanted: readonly WantedRecord[]; readonly before: readonly WantedRecord[] },
): Promise<string | undefined> {
  const { Of, ZoneId, Role } = properties;
  const route53 = await assumed(world, properties);
  const names = new Set([...wanted, ...before].map(({ Name }) => Name));
  const existing = await told(properties, 'read', () => setsAt(route53, ZoneId, names));
  const { changes, foreign } = planned(existing, wanted, before);
  if (foreign.length > 0)
    throw new Error(
      `The zone ${ZoneId} (role ${Role}) has records in the way of those of ${Of}, which Kitte did not make and does not overwrite: ${foreign.join('; ')}. ` +
        'Nothing was changed. Delete each there if nobody needs it; or say its values in the config (domainTxt, spf, mx) so that the set that Kitte makes has them, delete it, and deploy again at once.',
    );
  if (changes.length === 0) return undefined;
  return told(properties, 'change', async () => {
    const { ChangeInfo } = (await route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: ZoneId,
        ChangeBatch: { Comment: `The records of ${Of}`.slice(0, 256), Changes: [...changes] },
      }),
    )) as ChangeResourceRecordSetsCommandOutput;
    return ChangeInfo?.Id?.replace(/^\/?change\//, '');
  });
}

/** Asked again until all of the zone's servers have it: a reverse name and the look from outside come after. */
export function zoneRecordsIsComplete(world: ZoneRecordsWorld) {
  return async (event: CdkCustomResourceIsCompleteEvent): Promise<CdkCustomResourceIsCompleteResponse> => {
    const data = (event as { Data?: Record<string, unknown> }).Data;
    const Id = data?.['Change'];
    if (typeof Id !== 'string') return { IsComplete: true };
    const properties = event.ResourceProperties as unknown as ZoneRecordsProperties;
    const route53 = await assumed(world, properties);
    const status = await told(properties, 'follow the change in', async () => {
      const { ChangeInfo } = (await route53.send(new GetChangeCommand({ Id }))) as GetChangeCommandOutput;
      return ChangeInfo?.Status;
    });
    if (status === 'INSYNC') return { IsComplete: true };
    if (isPast(data, world.now()))
      throw new Error(
        `Route 53 has not brought the change ${Id} to all servers of the zone ${properties.ZoneId} within ${String(PATIENCE)} minutes: it says ${String(status)}. Deploy again.`,
      );
    return { IsComplete: false };
  };
}

async function assumed(world: ZoneRecordsWorld, { Of, Role }: ZoneRecordsProperties): Promise<Sender> {
  try {
    return await world.route53As(Role);
  } catch (error) {
    throw taught(
      error,
      `The role ${Role} could not be assumed to write the records of ${Of}`,
      'Its trust policy must let the roles of this stack assume it (docs/zones.md has it, ready to paste); then deploy again.',
    );
  }
}

async function told<T>(
  { Of, Role, ZoneId }: ZoneRecordsProperties,
  what: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw taught(
      error,
      `The role ${Role} could not ${what} the zone ${ZoneId} for the records of ${Of}`,
      isAwsError(error, 'AccessDenied', 'AccessDeniedException')
        ? 'Its permission policy must allow it (docs/zones.md has it, ready to paste); then deploy again.'
        : 'Put right what Route 53 names; then deploy again.',
    );
  }
}

/** The same error, so that its name stays, which tells whether it may pass. */
function taught(error: unknown, what: string, remedy: string): unknown {
  if (error instanceof Error) error.message = `${what}: ${error.message.replace(/\.?\s*$/, '.')} ${remedy}`;
  return error;
}

/** A page has 300 sets, and a zone up to 10,000; of each name at most a few are asked for. */
async function setsAt(
  route53: Sender,
  HostedZoneId: string,
  names: ReadonlySet<string>,
): Promise<ResourceRecordSet[]> {
  const found: ResourceRecordSet[] = [];
  for (const name of names) {
    let from: { StartRecordName?: string | undefined; StartRecordType?: ResourceRecordSet['Type'] } = {
      StartRecordName: name,
    };
    for (;;) {
      const page = (await route53.send(
        new ListResourceRecordSetsCommand({ HostedZoneId, ...from }),
      )) as ListResourceRecordSetsCommandOutput;
      const sets = page.ResourceRecordSets ?? [];
      const ours = sets.filter(({ Name = '' }) => same(Name, name));
      found.push(...ours);
      if (page.IsTruncated !== true || ours.length < sets.length) break;
      from = { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType };
    }
  }
  return found;
}

const same = (one: string, two: string) =>
  one.toLowerCase().replace(/\.$/, '') === two.toLowerCase().replace(/\.$/, '');

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
