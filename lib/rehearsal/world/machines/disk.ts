import { appendFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../shell';
import type { Files } from './held-packages';

/** What makes the cloud image a machine of this world: trust in its CA and its DNS root. Never in the user-data. */
export interface Trust {
  /** PEM certificates with OpenSSL's subject hash, as `/etc/ssl/certs/<hash>.0` wants. */
  readonly authorities: readonly { readonly name: string; readonly pem: string; readonly hash: string }[];
  /** DNSKEY record of the local root. */
  readonly rootKey: string;
  /** DS record of the local root. */
  readonly rootDs: string;
}

/** A container has no DMI; cloud-init knows EC2 by it and only then asks with an IMDSv2 token. */
const ec2Identity = `

_EC2 = {
    "system-uuid": "ec2e1916-9099-7caf-fd21-012345abcdef",
    "system-serial-number": "ec2e1916-9099-7caf-fd21-012345abcdef",
    "system-manufacturer": "Amazon EC2",
    "chassis-asset-tag": "Amazon EC2",
}


def read_dmi_data(key):
    return _EC2.get(key)
`;

/** Bytes: a machine writes less than a tenth of it, and the person's own programs keep the rest. */
const MEMORY_TO_SPARE = 8 * 2 ** 30;

async function isMountPoint(path: string): Promise<boolean> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  return mounts.split('\n').some((line) => line.split(' ')[4] === path);
}

/** The root file system of one instance: the image below, its own changes above. */
export class Disk {
  readonly root: string;

  constructor(
    private readonly image: string,
    private readonly directory: string,
  ) {
    this.root = join(directory, 'root');
  }

  /** `more` is what lies on it beside what the image has. */
  async create(trust: Trust, resolver: string, more: Files): Promise<void> {
    await this.mount();
    for (const [path, content] of Object.entries(more)) await this.write(path, content);
    for (const { name, pem, hash } of trust.authorities) {
      await this.write(`usr/local/share/ca-certificates/${name}.crt`, pem);
      await this.write(`etc/ssl/certs/${hash}.0`, pem);
      await appendFile(join(this.root, 'etc/ssl/certs/ca-certificates.crt'), pem);
    }
    await this.write('usr/share/dns/root.key', `${trust.rootKey}\n`);
    await this.write('usr/share/dns/root.ds', `${trust.rootDs}\n`);
    await rm(join(this.root, 'etc/resolv.conf'), { force: true });
    // As the image has it; what DHCP would tell systemd-resolved of the network's resolver stands in a file here.
    await symlink('../run/systemd/resolve/stub-resolv.conf', join(this.root, 'etc/resolv.conf'));
    await this.write('etc/systemd/resolved.conf.d/vpc.conf', `[Resolve]\nDNS=${resolver}\n`);
    await this.write('etc/machine-id', '');
    // The address is there before the first process: cloud-init has nothing to configure, and finds Ec2 alone.
    await this.write(
      'etc/cloud/cloud.cfg.d/90-ec2.cfg',
      'datasource_list: [Ec2]\nnetwork: {config: disabled}\nmanage_etc_hosts: false\n',
    );
    // Without a DHCP client cloud-init goes straight to its network stage instead of waiting for a lease.
    await rm(join(this.root, 'usr/sbin/dhcpcd'), { force: true });
    await this.write('etc/cloud/ds-identify.cfg', 'policy: enabled\n');
    const dmi = join(this.root, 'usr/lib/python3/dist-packages/cloudinit/dmi.py');
    await writeFile(dmi, (await readFile(dmi, 'utf8')) + ec2Identity);
  }

  private async mount(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    // Package installation flushes file by file; in memory that costs nothing.
    if (freemem() > MEMORY_TO_SPARE)
      await run(['mount', '-t', 'tmpfs', '-o', 'size=4g,mode=755', 'tmpfs', this.directory]);
    const [upper, work] = [join(this.directory, 'upper'), join(this.directory, 'work')];
    for (const path of [upper, work, this.root]) await mkdir(path, { recursive: true });
    const options = `lowerdir=${this.image},upperdir=${upper},workdir=${work}`;
    await run(['mount', '-t', 'overlay', 'overlay', '-o', options, this.root]);
  }

  async remove(): Promise<void> {
    await run(['umount', '-l', this.root]);
    if (await isMountPoint(this.directory)) await run(['umount', '-l', this.directory]);
    await rm(this.directory, { recursive: true, force: true });
  }

  private async write(path: string, content: string): Promise<void> {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
