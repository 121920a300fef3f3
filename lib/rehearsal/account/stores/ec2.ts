import { ApiError } from '../errors';
import type { LocalAccount } from '../local-account';
import { Addresses } from './addresses';
import { Instances } from './instances';
import type { Rule } from './security-groups';
import { SecurityGroups } from './security-groups';
import { Volumes } from './volumes';

/** EC2: networks live in the ledger; what has behaviour has a store of its own. */
export class Ec2 {
  readonly addresses: Addresses;
  readonly instances: Instances;
  readonly volumes: Volumes;
  readonly groups = new SecurityGroups();

  constructor(private readonly account: LocalAccount) {
    this.addresses = new Addresses(account);
    this.instances = new Instances(account);
    this.volumes = new Volumes(account);
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

  /** Applies a change of a group's rules to the instances in it. */
  async changeRules(groupId: string, change: (ingress: Rule[]) => Rule[]): Promise<void> {
    const group = this.groups.get(groupId);
    group.ingress = change(group.ingress);
    for (const instance of this.instances.all()) {
      if (instance.securityGroups.includes(groupId)) await this.instances.openPorts(instance.id);
    }
  }
}
