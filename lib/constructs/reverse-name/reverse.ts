import {
  DescribeAddressesAttributeCommand,
  type DescribeAddressesAttributeCommandOutput,
  ModifyAddressAttributeCommand,
  ResetAddressAttributeCommand,
} from '@aws-sdk/client-ec2';
import type {
  CdkCustomResourceEvent,
  CdkCustomResourceIsCompleteEvent,
  CdkCustomResourceIsCompleteResponse,
  CdkCustomResourceResponse,
} from 'aws-lambda';

import { deadlineIn, isPast } from '../handler/deadline';
import { isAwsError, type Sender } from '../../deployed/sender';

export interface ReverseNameProperties {
  readonly AllocationId: string;
  readonly Address: string;
  readonly HostName: string;
}

export interface ReverseNameWorld {
  readonly ec2: Sender;
  /** A records of a name, as `dns.promises.resolve4`. */
  readonly resolve4: (name: string) => Promise<string[]>;
  readonly now: () => Date;
}

/** Minutes until a name that does not answer, or an address whose update AWS does not finish, is an error. */
const PATIENCE = 20;

export const reverseNameOnEvent =
  ({ now }: Pick<ReverseNameWorld, 'now'>) =>
  (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> =>
    Promise.resolve({
      PhysicalResourceId: (event.ResourceProperties as unknown as ReverseNameProperties).AllocationId,
      Data: deadlineIn(PATIENCE, now()),
    });

/** One look and at most one step: the framework asks again until the reverse name is there, or is gone. */
export function reverseNameIsComplete(world: ReverseNameWorld) {
  return async (event: CdkCustomResourceIsCompleteEvent): Promise<CdkCustomResourceIsCompleteResponse> => {
    const properties = event.ResourceProperties as unknown as ReverseNameProperties;
    const step =
      event.RequestType === 'Delete' ? await reset(world, properties) : await set(world, properties);
    if (step.done) return { IsComplete: true };
    const data = (event as { Data?: Record<string, unknown> }).Data;
    if (isPast(data, world.now()))
      throw new Error(
        `The reverse name of ${properties.Address} could not be ${event.RequestType === 'Delete' ? 'reset' : `set to ${properties.HostName}`} ` +
          `within ${String(PATIENCE)} minutes: ${step.waitingFor}`,
      );
    return { IsComplete: false };
  };
}

type Step = { readonly done: true } | { readonly done: false; readonly waitingFor: string };

async function set(world: ReverseNameWorld, properties: ReverseNameProperties): Promise<Step> {
  const { AllocationId, Address, HostName } = properties;
  const state = await describe(world.ec2, AllocationId);
  if (state === undefined)
    throw new Error(`The Elastic IP ${Address} (${AllocationId}) does not exist in this region any more.`);
  if (isPending(state)) return waitFor(`AWS says the update to ${String(state.update?.Value)} is pending.`);
  if (sameName(state.name, HostName)) return { done: true };

  // AWS accepts a reverse name only when the forward name points back.
  const answers = await answersOf(world, HostName);
  if (!answers.includes(Address))
    return waitFor(
      `the A record of ${HostName} answers ${answers.join(', ') || 'nothing'}, not ${Address}. ` +
        'Is the zone delegated to its name servers at the registrar?',
    );
  await world.ec2.send(new ModifyAddressAttributeCommand({ AllocationId, DomainName: HostName }));
  const failed =
    state.update?.Status === 'FAILED' ? ` (AWS on an earlier try: ${state.update.Reason ?? 'FAILED'})` : '';
  return waitFor(`AWS has been asked and has not finished${failed}.`);
}

async function reset(world: ReverseNameWorld, { AllocationId }: ReverseNameProperties): Promise<Step> {
  const state = await describe(world.ec2, AllocationId);
  if (state === undefined) return { done: true };
  if (isPending(state)) return waitFor('AWS says that an update is pending.');
  if (state.name === undefined) return { done: true };
  await world.ec2.send(new ResetAddressAttributeCommand({ AllocationId, Attribute: 'domain-name' }));
  return waitFor('AWS has been asked and has not finished.');
}

const waitFor = (waitingFor: string): Step => ({ done: false, waitingFor });

interface State {
  readonly name: string | undefined;
  readonly update: { Value?: string; Status?: string; Reason?: string } | undefined;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AddressAttribute.html */
async function describe(ec2: Sender, allocationId: string): Promise<State | undefined> {
  try {
    const { Addresses } = (await ec2.send(
      new DescribeAddressesAttributeCommand({ AllocationIds: [allocationId], Attribute: 'domain-name' }),
    )) as DescribeAddressesAttributeCommandOutput;
    const address = Addresses?.[0];
    // An address that never had a reverse name may be left out of the answer.
    return { name: address?.PtrRecord || undefined, update: address?.PtrRecordUpdate as State['update'] };
  } catch (error) {
    if (isAwsError(error, 'InvalidAllocationID.NotFound')) return undefined;
    throw error;
  }
}

const isPending = ({ update }: State) => update?.Status?.toUpperCase() === 'PENDING';

/** AWS answers the name with the root's dot. */
const sameName = (a: string | undefined, b: string) =>
  a?.replace(/\.$/, '').toLowerCase() === b.toLowerCase();

async function answersOf({ resolve4 }: ReverseNameWorld, name: string): Promise<string[]> {
  try {
    return await resolve4(name);
  } catch {
    return [];
  }
}
