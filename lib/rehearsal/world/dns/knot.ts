import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Services } from '../services';
import { until } from '../shell';
import { zoneText, type ZoneContent } from './zone-text';

export interface KnotOptions {
  /** Names its directory, socket and log. */
  readonly name: string;
  readonly host: string;
  listen: readonly string[];
  readonly nameServer: string;
}

/** One authoritative server whose zones are replaced as a whole; a change counts once the server answers with it. */
export class Knot {
  private readonly directory: string;
  private written = new Map<string, string>();
  private readonly serials = new Map<string, number>();

  constructor(
    private readonly services: Services,
    private readonly options: KnotOptions,
  ) {
    this.directory = `/srv/dns-${options.name}`;
  }

  listenOn(addresses: readonly string[]): void {
    this.options.listen = addresses;
  }

  async start(zones: readonly ZoneContent[]): Promise<void> {
    await mkdir(join(this.services.root, this.directory), { recursive: true });
    await this.write(zones);
    const argv = ['knotd', '-c', `${this.directory}/knot.conf`];
    this.services.start(this.options.host, `dns-${this.options.name}`, argv);
    await this.settled();
  }

  /** Serves these zones and no others. */
  async serve(zones: readonly ZoneContent[]): Promise<void> {
    if (!(await this.write(zones))) return;
    await this.control('reload');
    await this.settled();
  }

  control(...words: string[]) {
    return this.services.exec(this.options.host, ['knotc', '-s', `${this.directory}/knot.sock`, ...words]);
  }

  /** Of the key that signs a zone, as its parent has it: SHA-256 (RFC 4509). */
  async ds(zone: string): Promise<string> {
    const argv = ['keymgr', '-c', `${this.directory}/knot.conf`, `${zone}.`, 'ds'];
    const { stdout } = await this.services.exec(this.options.host, argv);
    const found = /\bDS (\d+ 13 2 \S+)/.exec(stdout)?.[1];
    if (found === undefined)
      throw new Error(`keymgr knows no SHA-256 digest of the key of ${zone}.: ${stdout}`);
    return found;
  }

  private async write(zones: readonly ZoneContent[]): Promise<boolean> {
    const now = new Map(zones.map((zone) => [zone.name, this.content(zone)]));
    const changed = zones.filter((zone) => this.written.get(zone.name) !== now.get(zone.name));
    const gone = [...this.written.keys()].filter((name) => !now.has(name));
    for (const zone of changed) {
      const serial = Math.max((this.serials.get(zone.name) ?? 0) + 1, Math.floor(Date.now() / 1000));
      this.serials.set(zone.name, serial);
      await this.services.write(this.file(zone.name), zoneText(zone, serial, this.options.nameServer));
    }
    for (const name of gone) this.serials.delete(name);
    this.written = now;
    await this.services.write(`${this.directory}/knot.conf`, this.config(zones));
    return changed.length + gone.length > 0;
  }

  private async settled(): Promise<void> {
    await until(`zones of the ${this.options.name} servers`, 30_000, async () => {
      const { stdout } = await this.control('zone-status', '+serial');
      const serving = new Map(
        [...stdout.matchAll(/^\[(\S+)\] .*?serial: (\d+)/gm)].map(([, name, serial]) => [
          name,
          Number(serial),
        ]),
      );
      const current = [...this.serials].every(([name, serial]) => (serving.get(`${name}.`) ?? 0) >= serial);
      return current ? true : undefined;
    });
  }

  /** Changes with what is served, but for the serial. */
  private content(zone: ZoneContent): string {
    return `${zone.signed === true ? 'signed' : 'plain'} ${zoneText(zone, 0, this.options.nameServer)}`;
  }

  private file(zone: string): string {
    return `${this.directory}/${zone === '' ? 'root' : zone}.zone`;
  }

  private config(zones: readonly ZoneContent[]): string {
    // Without a journal, so that a zone may be signed and unsigned again and again.
    const signing = ({ signed }: ZoneContent) =>
      signed === true ? '    dnssec-signing: on\n    dnssec-policy: local\n' : '';
    return [
      'server:',
      `    rundir: ${this.directory}`,
      `    listen: [ ${this.options.listen.map((address) => `${address}@53`).join(', ')} ]`,
      '    udp-workers: 1',
      '    tcp-workers: 1',
      '    background-workers: 1',
      'control:',
      `    listen: ${this.directory}/knot.sock`,
      'log:',
      '  - target: stderr',
      '    any: info',
      'database:',
      `    storage: ${this.directory}`,
      '    journal-db-max-size: 20M',
      '    kasp-db-max-size: 20M',
      '    timer-db-max-size: 20M',
      'policy:',
      '  - id: local',
      '    algorithm: ecdsap256sha256',
      '    single-type-signing: on',
      '    ksk-lifetime: 0',
      'template:',
      '  - id: default',
      '    zonefile-sync: -1',
      '    zonefile-load: whole',
      '    journal-content: none',
      '    semantic-checks: off',
      ...(zones.length > 0 ? ['zone:'] : []),
      ...zones.map(
        (zone) => `  - domain: ${zone.name}.\n    file: ${this.file(zone.name)}\n${signing(zone)}`,
      ),
      '',
    ].join('\n');
  }
}
