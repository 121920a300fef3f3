import type { AccountBase } from '../account-base';
import type { NetworkBefore } from '../fleet';
import { Addresses } from './addresses';
import { Instances } from './instances';
import type { Ledger } from './ledger';
import { Quotas } from './quotas';
import { Region } from './region';
import type { Rule } from './security-groups';
import { SecurityGroups } from './security-groups';
import { Volumes } from './volumes';

/** EC2: networks live in the ledger; what has behaviour has a store of its own. */
export class Ec2 {
  readonly region: Region;
  readonly quotas: Quotas;
  readonly groups = new SecurityGroups();
  readonly addresses: Addresses;
  readonly volumes: Volumes;
  readonly instances: Instances;

  constructor(
    account: AccountBase,
    private readonly ledger: Ledger,
  ) {
    const instanceOf = (id: string) => this.instances.get(id);
    this.region = new Region(account.options);
    this.quotas = new Quotas(account.options.quotas ?? {}, ledger, () => this.instances.all());
    this.addresses = new Addresses(account, instanceOf);
    this.volumes = new Volumes(account, instanceOf);
    const { region, quotas, groups, addresses, volumes } = this;
    this.instances = new Instances(account, { region, ledger, quotas, groups, addresses, volumes });
  }

  /** In the ledger, as stacks make them. */
  addNetwork({ vpcId, subnetId, availabilityZone, exit, ipv6Alone = false }: NetworkBefore): void {
    const { ledger } = this;
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
