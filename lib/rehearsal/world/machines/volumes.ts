import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run, until } from '../shell';
import type { Container } from './container';
import { endLoop, loopOf, type Loop } from './loop';

interface Attached {
  readonly instanceId: string;
  readonly loop: Loop;
  /** Taken away by force, or its machine is gone. */
  lost: boolean;
}

/** Minutes that a machine may keep a volume mounted after it was asked for: EC2 waits for ever. */
const PATIENCE_MS = 30 * 60_000;

/** EBS volumes as sparse files, each a block device of the machine that it is attached to. */
export class Volumes {
  private readonly attached = new Map<string, Attached>();

  constructor(
    private readonly directory: string,
    private readonly container: (instanceId: string) => Container | undefined,
  ) {}

  async attach(instanceId: string, volumeId: string, sizeGiB: number): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const file = this.file(volumeId);
    if (!existsSync(file)) await run(['truncate', `--size=${String(sizeGiB)}G`, file]);
    this.attached.set(volumeId, { instanceId, loop: await loopOf(file), lost: false });
    await this.show(instanceId, volumeId);
  }

  async detach(instanceId: string, volumeId: string, force: boolean): Promise<void> {
    const attached = this.attached.get(volumeId);
    if (attached?.instanceId !== instanceId) return;
    if (force) await this.snatch(volumeId, attached);
    else {
      await until(`${instanceId} to let go of ${volumeId}`, PATIENCE_MS, async () =>
        attached.lost || !(await this.isMounted(attached)) ? true : undefined,
      );
      if (attached.lost) return;
    }
    this.attached.delete(volumeId);
    await this.hide(volumeId, attached);
    await endLoop(attached.loop.device);
  }

  async resize(volumeId: string, sizeGiB: number): Promise<void> {
    if (existsSync(this.file(volumeId)))
      await run(['truncate', `--size=${String(sizeGiB)}G`, this.file(volumeId)]);
    const attached = this.attached.get(volumeId);
    if (attached) await run(['losetup', '--set-capacity', attached.loop.device]);
  }

  async delete(volumeId: string): Promise<void> {
    await rm(this.file(volumeId), { force: true });
  }

  /** A machine's /dev is made anew at each boot. */
  async showAll(instanceId: string): Promise<void> {
    for (const [volumeId, attached] of this.attached)
      if (attached.instanceId === instanceId) await this.show(instanceId, volumeId);
  }

  /** The machine is gone: what it held is free. */
  async freeFrom(instanceId: string): Promise<void> {
    for (const [volumeId, attached] of this.attached) {
      if (attached.instanceId !== instanceId) continue;
      attached.lost = true;
      this.attached.delete(volumeId);
      await endLoop(attached.loop.device);
    }
  }

  private file(volumeId: string): string {
    return join(this.directory, `${volumeId}.img`);
  }

  /**
   * The next holder gets what had reached the disk; what the old one writes from now on goes nowhere. A loop device
   * cannot be pulled, so the file is put aside and a copy takes its place.
   */
  private async snatch(volumeId: string, attached: Attached): Promise<void> {
    const copy = `${this.file(volumeId)}.copy`;
    await run(['cp', '--sparse=always', this.file(volumeId), copy]);
    await rename(copy, this.file(volumeId));
    attached.lost = true;
  }

  private async isMounted({ instanceId, loop }: Attached): Promise<boolean> {
    const container = this.container(instanceId);
    if (!container?.running) return false;
    const mounts = await readFile(`/proc/${String(container.leader)}/mountinfo`, 'utf8').catch(() => '');
    return mounts.split('\n').some((line) => line.split(' ')[2] === `${loop.major}:${loop.minor}`);
  }

  /** The node, and udev's link to it: on Nitro a volume is known by its id alone. */
  private async show(instanceId: string, volumeId: string): Promise<void> {
    const loop = this.attached.get(volumeId)?.loop;
    const container = this.container(instanceId);
    if (!loop || !container?.running) return;
    const script = 'mkdir -p /dev/disk/by-id && mknod "$1" b "$2" "$3" && ln -sf "$1" "$4"';
    const numbers = [String(loop.major), String(loop.minor)];
    await container.exec(['sh', '-c', script, 'sh', node(loop), ...numbers, link(volumeId)]);
  }

  private async hide(volumeId: string, { instanceId, loop }: Attached): Promise<void> {
    const container = this.container(instanceId);
    if (container?.running) await container.exec(['rm', '-f', node(loop), link(volumeId)]);
  }
}

/** nvme0n1 would be the root volume. */
const node = ({ minor }: Loop) => `/dev/nvme${String(minor + 1)}n1`;
/** https://docs.aws.amazon.com/ebs/latest/userguide/identify-nvme-ebs-device.html: the serial number is the id. */
const link = (volumeId: string) =>
  `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId.replace('-', '')}`;
