import { ApiError } from '../errors';
import type { AccountBase } from '../account-base';
import type { Values } from '../values';
import { asText, optionalText, texts } from '../values';
import type { Addresses } from './addresses';
import type { Instance } from './instance';
import { newId } from './ledger';
import type { Ledger } from './ledger';
import type { Quotas } from './quotas';
import { vCpusOf } from './quotas';
import type { Region } from './region';
import type { SecurityGroups } from './security-groups';
import type { Volumes } from './volumes';

const DEFAULT_TYPE = 'm1.small';

/** What instances stand among. */
interface Surroundings {
  readonly region: Region;
  readonly ledger: Ledger;
  readonly quotas: Quotas;
  readonly groups: SecurityGroups;
  readonly addresses: Addresses;
  readonly volumes: Volumes;
}

/** Instances: the account's side of the machines that the fleet runs. */
export class Instances {
  private readonly instances = new Map<string, Instance>();
  private launched = 0;

  constructor(
    private readonly account: AccountBase,
    private readonly around: Surroundings,
  ) {}

  async run(properties: Values): Promise<Instance> {
    const instance = this.describe(newId('i'), properties);
    this.around.quotas.demandRoom('vCpus', vCpusOf(instance.instanceType));
    this.instances.set(instance.id, instance);
    const role = instance.roleName();
    if (role !== undefined) this.account.iam.settle(role);
    this.account.event('ec2', `${instance.id} starts (${instance.instanceType}, ${instance.imageId})`);
    await this.account.options.fleet.start(instance);
    instance.state = 'running';
    await this.openPorts(instance.id);
    return instance;
  }

  /** What EC2 changes only on a stopped instance: user-data, instance type. */
  async modifyStopped(id: string, properties: Values): Promise<void> {
    const instance = this.get(id);
    await this.account.options.fleet.stop(id);
    instance.state = 'stopped';
    this.account.event('ec2', `${id} stopped`);
    this.modify(id, properties);
    await this.account.options.fleet.start(instance);
    instance.state = 'running';
    this.account.event('ec2', `${id} started`);
    await this.openPorts(id);
    const address = this.around.addresses.all().find((one) => one.association?.instanceId === id);
    if (address) await this.account.options.fleet.associate(address.publicIp, id);
  }

  modify(id: string, properties: Values): void {
    this.get(id).properties = properties;
  }

  async terminate(id: string): Promise<void> {
    const instance = this.get(id);
    for (const address of this.around.addresses.all()) {
      if (address.association?.instanceId === id)
        await this.around.addresses.disassociate(address.association.id);
    }
    await this.account.options.fleet.terminate(id);
    this.around.volumes.freeFrom(id);
    this.instances.delete(instance.id);
    this.account.event('ec2', `${id} terminated`);
  }

  openPorts(id: string): Promise<void> {
    const ports = this.around.groups.openPorts(this.get(id).securityGroups);
    return this.account.options.fleet.setInboundPorts(id, ports);
  }

  get(id: string): Instance {
    const found = this.instances.get(id);
    if (!found) throw new ApiError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
    return found;
  }

  all(): Instance[] {
    return [...this.instances.values()];
  }

  private demandOffered(type: string, zone: string): void {
    const offering = this.around.region.zonesOffering(type);
    if (offering.includes(zone)) return;
    throw new ApiError(
      'Unsupported',
      `Your requested instance type (${type}) is not supported in your requested Availability Zone (${zone}). Please retry your request by not specifying an Availability Zone or choosing ${offering.join(', ')}.`,
    );
  }

  private describe(id: string, properties: Values): Instance {
    const { account, around } = this;
    const imageId = asText(properties['ImageId']);
    const architecture = around.region.architectureOf(imageId);
    const subnetId = asText(properties['SubnetId']);
    const subnet = around.ledger.get(subnetId)?.properties;
    if (!subnet) throw new ApiError('InvalidSubnetID.NotFound', `The subnet ID '${subnetId}' does not exist`);
    const vpcId = asText(subnet['VpcId']);
    const subnetCidr = around.ledger.cidrOf(subnetId);
    const availabilityZone = optionalText(subnet['AvailabilityZone']) ?? `${account.region}a`;
    this.demandOffered(asText(properties['InstanceType'] ?? DEFAULT_TYPE), availabilityZone);
    const number = ++this.launched;
    const identities = account.identities;
    const roleOf = (instance: Instance) => {
      const profile = optionalText(instance.properties['IamInstanceProfile']);
      const name = profile === undefined ? undefined : account.iam.instanceProfiles.get(profile)?.roles[0];
      return name === undefined ? undefined : account.iam.role(name);
    };
    const instance: Instance = {
      id,
      imageId,
      architecture,
      subnetId,
      subnetCidr,
      vpcId,
      vpcCidr: around.ledger.cidrOf(vpcId),
      availabilityZone,
      region: account.region,
      accountId: account.accountId,
      // The first four addresses of a subnet and its last one are AWS's own.
      privateIp: hostOf(subnetCidr, 9 + number),
      macAddress: `02:00:00:00:${hex(number >> 8)}:${hex(number & 255)}`,
      securityGroups: texts(properties['SecurityGroupIds']),
      launched: new Date(),
      state: 'pending',
      properties,
      get instanceType() {
        return asText(this.properties['InstanceType'] ?? DEFAULT_TYPE);
      },
      userData() {
        return Buffer.from(optionalText(this.properties['UserData']) ?? '', 'base64').toString('utf8');
      },
      publicIp: () => around.addresses.all().find((one) => one.association?.instanceId === id)?.publicIp,
      roleName() {
        return roleOf(this)?.name;
      },
      credentials() {
        const role = roleOf(this);
        return role && identities.roleSession(role.name, role.id, id);
      },
    };
    return instance;
  }
}

const hex = (value: number) => value.toString(16).padStart(2, '0');

function hostOf(cidr: string, host: number): string {
  const base =
    (cidr.split('/')[0] as string).split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + host;
  return [24, 16, 8, 0].map((shift) => (base >>> shift) & 255).join('.');
}
