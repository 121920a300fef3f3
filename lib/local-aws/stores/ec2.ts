import { ApiError } from '../errors';
import type { NetworkBefore } from '../fleet';
import type { LocalAccount } from '../local-account';
import { Addresses } from './addresses';
import { Instances } from './instances';
import { Quotas } from './quotas';
import type { Rule } from './security-groups';
import { SecurityGroups } from './security-groups';
import { Volumes } from './volumes';

/** EC2: networks live in the ledger; what has behaviour has a store of its own. */
export class Ec2 {
  readonly addresses: Addresses;
  readonly instances: Instances;
  readonly volumes: Volumes;
  readonly quotas: Quotas;
  readonly groups = new SecurityGroups();

  constructor(private readonly account: LocalAccount) {
    this.addresses = new Addresses(account);
    this.instances = new Instances(account);
    this.volumes = new Volumes(account);
    this.quotas = new Quotas(account);
  }

  get availabilityZones(): readonly string[] {
    return ['a', 'b', 'c'].map((letter) => `${this.account.region}${letter}`);
  }

  zonesOffering(instanceType: string): readonly string[] {
    const lacking = this.account.options.lackingTypes?.[instanceType] ?? [];
    return this.availabilityZones.filter((zone) => !lacking.includes(zone));
  }

  architectureOf(imageId: string): 'arm64' | 'x86_64' {
    const architecture = this.account.options.images[imageId];
    if (!architecture)
      throw new ApiError('InvalidAMIID.NotFound', `The image id '[${imageId}]' does not exist`);
    return architecture;
  }

  cidrOf(id: string): string {
    const cidr = this.account.ledger.get(id)?.properties['CidrBlock'];
    if (typeof cidr !== 'string') throw new ApiError('InvalidID.NotFound', `The ID '${id}' does not exist`);
    return cidr;
  }

  /** In the ledger, as stacks make them. */
  addNetwork({ vpcId, subnetId, availabilityZone, exit, ipv6Alone = false }: NetworkBefore): void {
    const { ledger } = this.account;
    ledger.add(vpcId, 'AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' });
    ledger.add(subnetId, 'AWS::EC2::Subnet', {
      VpcId: vpcId,
      AvailabilityZone: availabilityZone,
      ...(ipv6Alone ? {} : { CidrBlock: '10.0.0.0/24' }),
    });
    const table = `rtb-of-${vpcId}`;
    ledger.add(table, 'AWS::EC2::RouteTable', { VpcId: vpcId, Main: true });
    if (exit === undefined) ledger.add(`igw-of-${vpcId}`, 'AWS::EC2::InternetGateway', {});
    if (exit !== 'none')
      ledger.add(`route-of-${vpcId}`, 'AWS::EC2::Route', {
        RouteTableId: table,
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: exit ?? `igw-of-${vpcId}`,
      });
  }

  /** Applies a change of a group's rules to the instances in it. */
  async changeRules(groupId: string, change: (ingress: Rule[]) => Rule[]): Promise<void> {
    const group = this.groups.get(groupId);
    group.ingress = change(group.ingress);
    for (const instance of this.instances.all()) {
      if (instance.securityGroups.includes(groupId)) await this.instances.openPorts(instance.id);
    }
  }
}
