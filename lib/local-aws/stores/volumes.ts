import { setTimeout as pause } from 'node:timers/promises';
import type { AccountBase } from '../account-base';
import { ApiError } from '../errors';
import type { Values } from '../values';
import type { Instance } from './instance';
import { newId } from './ledger';
import type { Tag } from './tags';

interface Attachment {
  readonly instanceId: string;
  readonly device: string;
  state: 'attaching' | 'attached' | 'detaching';
}

export interface Volume {
  readonly id: string;
  readonly availabilityZone: string;
  readonly created: Date;
  /** A customer's own key, by which it is encrypted; else by the account's `aws/ebs`, which everybody in it may use. */
  readonly kmsKey: string | undefined;
  /** What the template said of it then. */
  readonly made: Values;
  sizeGiB: number;
  tags: readonly Tag[];
  attachment: Attachment | undefined;
}

/** How long EC2 takes at least to attach or detach: long enough that a caller who does not wait is caught. */
const DELAY_MS = 700;

/** EBS volumes: each attached to one machine at a time, in the states that EC2 goes through. */
export class Volumes {
  private readonly volumes = new Map<string, Volume>();

  constructor(
    private readonly account: AccountBase,
    private readonly instanceOf: (id: string) => Instance,
  ) {}

  create(wanted: Pick<Volume, 'availabilityZone' | 'sizeGiB' | 'tags' | 'kmsKey' | 'made'>): Volume {
    const id = newId('vol');
    const volume = { ...wanted, id, created: new Date(), attachment: undefined };
    this.volumes.set(id, volume);
    return volume;
  }

  get(id: string): Volume {
    const found = this.volumes.get(id);
    if (!found) throw new ApiError('InvalidVolume.NotFound', `The volume '${id}' does not exist.`);
    return found;
  }

  all(): Volume[] {
    return [...this.volumes.values()];
  }

  async resize(id: string, sizeGiB: number): Promise<void> {
    const volume = this.get(id);
    if (sizeGiB < volume.sizeGiB)
      throw new ApiError('InvalidParameterValue', 'New size cannot be smaller than existing size');
    volume.sizeGiB = sizeGiB;
    await this.account.options.fleet.resizeVolume(id, sizeGiB);
  }

  async delete(id: string): Promise<void> {
    const { attachment } = this.get(id);
    if (attachment)
      throw new ApiError('VolumeInUse', `Volume ${id} is currently attached to ${attachment.instanceId}`);
    this.volumes.delete(id);
    await this.account.options.fleet.deleteVolume(id);
  }

  /** Answers at once, as EC2 does: the device appears later. */
  attach(id: string, instanceId: string, device: string): Attachment {
    const volume = this.get(id);
    const instance = this.instanceOf(instanceId);
    if (volume.attachment) throw new ApiError('VolumeInUse', `${id} is already attached to an instance`);
    if (instance.availabilityZone !== volume.availabilityZone)
      throw new ApiError(
        'InvalidVolume.ZoneMismatch',
        `The volume '${id}' is not in the same availability zone as instance '${instanceId}'`,
      );
    if (instance.state === 'pending')
      throw new ApiError('IncorrectState', `Instance '${instanceId}' is not 'running'.`);
    const attachment: Attachment = { instanceId, device, state: 'attaching' };
    volume.attachment = attachment;
    this.follow(`${id} attached to ${instanceId}`, async () => {
      await this.account.options.fleet.attachVolume(instanceId, id, volume.sizeGiB);
      if (attachment.state === 'attaching') attachment.state = 'attached';
    });
    return attachment;
  }

  /** A volume that is still mounted stays `detaching` until it is let go, or until force takes it away. */
  detach(id: string, instanceId: string | undefined, force: boolean): Attachment {
    const volume = this.get(id);
    const { attachment } = volume;
    if (!attachment) throw new ApiError('IncorrectState', `Volume '${id}' is in the 'available' state.`);
    if (instanceId !== undefined && instanceId !== attachment.instanceId)
      throw new ApiError(
        'InvalidAttachment.NotFound',
        `The volume '${id}' is not attached to instance '${instanceId}'.`,
      );
    if (attachment.state === 'detaching' && !force)
      throw new ApiError('IncorrectState', `Volume '${id}' is in the 'detaching' state.`);
    attachment.state = 'detaching';
    this.follow(`${id} detached from ${attachment.instanceId}${force ? ' by force' : ''}`, async () => {
      await this.account.options.fleet.detachVolume(attachment.instanceId, id, force);
      if (volume.attachment === attachment) volume.attachment = undefined;
    });
    return attachment;
  }

  /** A terminated instance holds nothing any more. */
  freeFrom(instanceId: string): void {
    for (const volume of this.all())
      if (volume.attachment?.instanceId === instanceId) volume.attachment = undefined;
  }

  private follow(what: string, work: () => Promise<void>): void {
    pause(DELAY_MS)
      .then(work)
      .then(
        () => this.account.event('ec2', what),
        (error: unknown) => this.account.event('ec2', `${what}: failed: ${String(error)}`),
      );
  }
}
