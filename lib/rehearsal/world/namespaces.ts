import { layout } from './layout';
import { run } from './shell';

/** The named network namespaces of one run. Nothing is added to the host's own namespace. */
export class Namespaces {
  constructor(readonly runId: string) {}

  name(host: string): string {
    return `kitte-${this.runId}-${host}`;
  }

  path(host: string): string {
    return `/run/netns/${this.name(host)}`;
  }

  ip(host: string, ...args: string[]) {
    return run(['ip', '-n', this.name(host), ...args]);
  }

  /** The router: a bridge for the documentation internet, and EC2's link-local services. */
  async addRouter(): Promise<void> {
    await this.add('router');
    await this.ip('router', 'link', 'add', 'internet', 'type', 'bridge');
    await this.ip('router', 'addr', 'add', `${layout.router}/24`, 'dev', 'internet');
    await this.ip('router', 'link', 'set', 'internet', 'up');
    for (const address of [layout.metadata, layout.vpcResolver])
      await this.ip('router', 'addr', 'add', `${address}/32`, 'dev', 'lo');
    await this.sysctl('router', 'net.ipv4.ip_forward=1', 'net.ipv4.conf.all.send_redirects=0');
  }

  /** A host of the internet side, with the router as its only way out. */
  async addHost(host: string, address: string): Promise<void> {
    await this.add(host);
    const port = `to-${host}`;
    await this.ip(
      'router',
      'link',
      'add',
      port,
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      this.name(host),
    );
    await this.ip('router', 'link', 'set', port, 'master', 'internet', 'up');
    await this.ip(host, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    await this.ip(host, 'link', 'set', 'eth0', 'up');
    await this.ip(host, 'route', 'add', 'default', 'via', layout.router);
  }

  /** Further addresses of a host, in one go. */
  async addAddresses(host: string, addresses: readonly string[]): Promise<void> {
    const batch = addresses.map((address) => `addr add ${address}/24 dev eth0\n`).join('');
    await run(['ip', '-n', this.name(host), '-batch', '-'], batch);
  }

  /** A machine in a VPC: its own wire to the router, which answers at the subnet's first address. */
  async addMachine(host: string, machine: MachineWire): Promise<void> {
    await this.add(host);
    const { port, gateway, address, prefix, mac } = machine;
    await this.ip(
      ...(['router', 'link', 'add', port, 'type', 'veth'] as const),
      ...(['peer', 'name', 'ens5', 'address', mac, 'netns', this.name(host)] as const),
    );
    await this.ip('router', 'addr', 'add', `${gateway}/32`, 'dev', port);
    await this.ip('router', 'link', 'set', port, 'up');
    await this.ip('router', 'route', 'add', `${address}/32`, 'dev', port);
    await this.sysctl('router', `net.ipv4.conf.${port}.proxy_arp=1`);
    await this.ip(host, 'addr', 'add', `${address}/${String(prefix)}`, 'dev', 'ens5');
    await this.ip(host, 'link', 'set', 'ens5', 'up');
    await this.ip(host, 'route', 'add', 'default', 'via', gateway);
  }

  /**
   * Prefix that runs a program of the host's file system inside, with the world's resolver in place of the host's.
   * The binds live in a mount namespace of the program's own.
   */
  enter(host: string, directory: string): string[] {
    const script =
      'mount --bind "$0" "$(readlink -f /etc/resolv.conf)" && mount --bind "$1" /etc/hosts && shift && exec "$@"';
    const files = [`${directory}/resolv.conf`, `${directory}/hosts`];
    return ['nsenter', `--net=${this.path(host)}`, 'unshare', '--mount', 'sh', '-c', script, ...files];
  }

  async remove(host: string): Promise<void> {
    await run(['ip', 'netns', 'del', this.name(host)]);
  }

  private async add(host: string): Promise<void> {
    await run(['ip', 'netns', 'add', this.name(host)]);
    await this.ip(host, 'link', 'set', 'lo', 'up');
    // A container's services bind low ports and ping as on a machine of their own.
    await this.sysctl(host, 'net.ipv4.ping_group_range=0 2147483647');
  }

  private async sysctl(host: string, ...settings: string[]): Promise<void> {
    await run(['nsenter', `--net=${this.path(host)}`, 'sysctl', '-qw', ...settings]);
  }
}

export interface MachineWire {
  /** The router's end, at most 15 characters (IFNAMSIZ). */
  readonly port: string;
  readonly gateway: string;
  readonly address: string;
  readonly prefix: number;
  readonly mac: string;
}
