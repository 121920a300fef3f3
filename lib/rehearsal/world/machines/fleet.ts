import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet, FleetInstance, ScriptEnd } from '../../../local-aws/fleet';
import { firewallRules } from '../firewall';
import { addressInCidr } from '../layout';
import { metadataOf } from '../metadata/of-instance';
import type { Namespaces } from '../namespaces';
import { nodeProgram } from '../node-program';
import { run, start, until, type Outcome } from '../shell';
import { writeWhole } from '../whole-file';
import { Container } from './container';
import { Disk, type Trust } from './disk';
import type { Files } from './held-packages';
import type { MemoryUse } from './memory';
import { runScript } from './script';
import { Volumes } from './volumes';

interface Machine {
  readonly instance: FleetInstance;
  /** The router's wire to it; also names its namespace. */
  readonly port: string;
  readonly disk: Disk;
  container?: Container;
}

/** EC2's instances as containers: each with its own disk, wire, metadata and firewall rules. */
export class ContainerFleet implements Fleet {
  private readonly machines = new Map<string, Machine>();
  private readonly elastic = new Map<string, string>();
  private readonly inbound = new Map<string, readonly number[]>();
  private readonly resolvers = new Set<string>();
  private readonly started = new Set<string>();
  private port25Blocked = false;
  private count = 0;
  private readonly refresher: NodeJS.Timeout;
  private readonly volumes: Volumes;

  constructor(
    private readonly namespaces: Namespaces,
    private readonly image: string,
    private readonly directory: string,
    private readonly trust: () => Trust,
    private readonly files: Files,
  ) {
    this.volumes = new Volumes(
      join(directory, 'volumes'),
      (instanceId) => this.machines.get(instanceId)?.container,
    );
    // Credentials of a role and public addresses change without a call to the fleet.
    this.refresher = setInterval(() => void this.publishAll(), 1000);
    this.refresher.unref();
  }

  private get metadataDirectory(): string {
    return join(this.directory, 'metadata');
  }

  async startMetadata(address: string): Promise<void> {
    await mkdir(this.metadataDirectory, { recursive: true });
    const program = nodeProgram(this.directory, join(__dirname, '..', 'metadata', 'server.ts'));
    const enter = ['nsenter', `--net=${this.namespaces.path('router')}`];
    start([...enter, ...program, address, this.metadataDirectory], join(this.directory, 'metadata.log'));
    await until('the metadata service', 10_000, async () => {
      const { stdout } = await run([...enter, 'ss', '-Hltn', 'sport', '=', ':80']);
      return stdout.includes(`${address}:80`) ? true : undefined;
    });
    await this.applyFirewall();
  }

  async start(instance: FleetInstance): Promise<void> {
    const machine = this.machines.get(instance.id) ?? (await this.create(instance));
    if (machine.container?.running) return;
    await this.publish(machine);
    machine.container = await Container.boot({
      root: machine.disk.root,
      name: `ip-${instance.privateIp.replaceAll('.', '-')}`,
      namespace: this.namespaces.path(machine.port),
      log: this.log(instance.id, 'console'),
    });
    // An instance that reboots stays where it is: the same disk, network and user-data.
    machine.container.onReboot(
      () =>
        void this.start(instance).catch((error: unknown) =>
          appendFile(this.log(instance.id, 'console'), `It did not come up again: ${String(error)}\n`),
        ),
    );
    await this.volumes.showAll(instance.id);
  }

  async stop(instanceId: string): Promise<void> {
    await this.machine(instanceId).container?.powerOff();
  }

  /**
   * The power goes, and comes back: nothing is told, nothing is flushed. What of the volumes had not reached their
   * disks is gone too, as their file systems are shut down before the processes die.
   */
  async cutPower(instanceId: string): Promise<void> {
    const { container, instance } = this.machine(instanceId);
    await container?.dropUnwritten();
    await container?.kill();
    await this.start(instance);
  }

  /** Bytes that all of the machine's processes may have together; without a number as many as the host has. */
  async limitMemory(instanceId: string, bytes?: number): Promise<void> {
    const { container } = this.machine(instanceId);
    if (container?.running) await container.memory.limit(bytes);
  }

  async memoryUse(instanceId: string): Promise<MemoryUse> {
    return this.running(instanceId, 'to ask for its memory').memory.use();
  }

  async terminate(instanceId: string): Promise<void> {
    const machine = this.machines.get(instanceId);
    if (machine === undefined) return;
    // A roll-back ends the very machine whose words say why.
    const words = await this.journal(instanceId).catch((error: unknown) => String(error));
    await writeFile(this.log(instanceId, 'journal'), words);
    await machine.container?.kill();
    await this.volumes.freeFrom(instanceId);
    this.machines.delete(instanceId);
    this.inbound.delete(instanceId);
    await this.applyFirewall();
    await machine.disk.remove();
    await this.namespaces.remove(machine.port);
  }

  async associate(publicIp: string, instanceId: string): Promise<void> {
    this.elastic.set(publicIp, instanceId);
    await this.applyFirewall();
    await this.publishAll();
  }

  async disassociate(publicIp: string): Promise<void> {
    this.elastic.delete(publicIp);
    await this.applyFirewall();
    await this.publishAll();
  }

  attachVolume(instanceId: string, volumeId: string, sizeGiB: number): Promise<void> {
    return this.volumes.attach(instanceId, volumeId, sizeGiB);
  }

  detachVolume(instanceId: string, volumeId: string, force: boolean): Promise<void> {
    return this.volumes.detach(instanceId, volumeId, force);
  }

  resizeVolume(volumeId: string, sizeGiB: number): Promise<void> {
    return this.volumes.resize(volumeId, sizeGiB);
  }

  deleteVolume(volumeId: string): Promise<void> {
    return this.volumes.delete(volumeId);
  }

  async setInboundPorts(instanceId: string, ports: readonly number[]): Promise<void> {
    this.inbound.set(
      instanceId,
      [...new Set(ports)].sort((a, b) => a - b),
    );
    await this.applyFirewall();
  }

  /** EC2 blocks outbound port 25 until a person asks; the rehearsal opens it unless told. */
  async blockPort25(blocked: boolean): Promise<void> {
    this.port25Blocked = blocked;
    await this.applyFirewall();
  }

  exec(instanceId: string, argv: readonly string[], input?: string): Promise<Outcome> {
    return this.running(instanceId, `to run ${argv.join(' ')}`).exec(argv, input);
  }

  private running(instanceId: string, why: string): Container {
    const { container } = this.machine(instanceId);
    if (container?.running) return container;
    throw new Error(`Instance ${instanceId} does not run; start it ${why}.`);
  }

  runScript(instanceId: string, script: string, timeoutSeconds: number): Promise<ScriptEnd> {
    return runScript((argv, input) => this.exec(instanceId, argv, input), script, timeoutSeconds);
  }

  /** The machine's own journal, read from its disk: also of one that is down or gone. */
  async journal(instanceId: string): Promise<string> {
    if (!this.machines.has(instanceId) && existsSync(this.log(instanceId, 'journal')))
      return readFile(this.log(instanceId, 'journal'), 'utf8');
    const { disk, container } = this.machine(instanceId);
    if (container?.running) return (await container.exec(['journalctl', '--no-pager'])).stdout;
    return (await run(['chroot', disk.root, 'journalctl', '--no-pager', '-D', '/var/log/journal'])).stdout;
  }

  console(instanceId: string): Promise<string> {
    return readFile(this.log(instanceId, 'console'), 'utf8');
  }

  /** Process id of the machine's first process, for entering it by hand. */
  leader(instanceId: string): number | undefined {
    return this.machine(instanceId).container?.leader;
  }

  /** Every machine that there was, those that are gone too. */
  everyId(): string[] {
    return [...this.started];
  }

  private log(instanceId: string, kind: 'console' | 'journal'): string {
    return join(this.directory, `${instanceId}.${kind}.log`);
  }

  ids(): string[] {
    return [...this.machines.keys()];
  }

  /** Ends every machine and stops watching them. */
  async close(): Promise<void> {
    clearInterval(this.refresher);
    for (const id of this.ids()) await this.terminate(id);
  }

  private async create(instance: FleetInstance): Promise<Machine> {
    const port = `vm-${String((this.count += 1))}`;
    await this.namespaces.addMachine(port, {
      port,
      gateway: addressInCidr(instance.subnetCidr, 1),
      address: instance.privateIp,
      prefix: Number(instance.subnetCidr.split('/')[1]),
      mac: instance.macAddress,
    });
    const resolver = addressInCidr(instance.vpcCidr, 2);
    if (!this.resolvers.has(resolver)) {
      this.resolvers.add(resolver);
      await this.namespaces.ip('router', 'addr', 'add', `${resolver}/32`, 'dev', 'lo');
    }
    const disk = new Disk(this.image, join(this.directory, instance.id));
    await disk.create(this.trust(), resolver, this.files);
    const machine: Machine = { instance, port, disk };
    this.machines.set(instance.id, machine);
    this.started.add(instance.id);
    await this.applyFirewall();
    return machine;
  }

  private machine(instanceId: string): Machine {
    const machine = this.machines.get(instanceId);
    if (machine) return machine;
    throw new Error(
      `No instance ${instanceId} in this world; there are: ${this.ids().join(', ') || 'none'}.`,
    );
  }

  private async applyFirewall(): Promise<void> {
    const publicIps = new Map([...this.elastic].map(([address, id]) => [id, address]));
    const machines = [...this.machines].map(([id, { port, instance }]) => ({
      port,
      privateIp: instance.privateIp,
      publicIp: publicIps.get(id),
      inboundPorts: this.inbound.get(id) ?? [],
    }));
    const enter = ['nsenter', `--net=${this.namespaces.path('router')}`];
    await run([...enter, 'nft', '-f', '-'], firewallRules(machines, this.port25Blocked));
  }

  private async publishAll(): Promise<void> {
    for (const machine of this.machines.values()) await this.publish(machine);
  }

  private async publish({ instance }: Machine): Promise<void> {
    const file = join(this.metadataDirectory, `${instance.privateIp}.json`);
    await writeWhole(file, JSON.stringify(metadataOf(instance)));
  }
}
