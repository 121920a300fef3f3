import { ApiError } from '../errors';
import type { Values } from '../values';
import { asText } from '../values';
import { newId } from './ledger';

export interface Rule {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A network, or the id of a group whose members may come in. */
  readonly source: string;
}

export interface SecurityGroup {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  ingress: Rule[];
}

export class SecurityGroups {
  private readonly groups = new Map<string, SecurityGroup>();

  create(name: string, vpcId: string, ingress: Rule[]): SecurityGroup {
    const group = { id: newId('sg'), name, vpcId, ingress };
    this.groups.set(group.id, group);
    return group;
  }

  get(id: string): SecurityGroup {
    const group = this.groups.get(id);
    if (!group) throw new ApiError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
    return group;
  }

  delete(id: string): void {
    this.groups.delete(this.get(id).id);
  }

  all(): SecurityGroup[] {
    return [...this.groups.values()];
  }

  /** TCP ports that these groups open to everybody. */
  openPorts(ids: readonly string[]): number[] {
    const ports = new Set<number>();
    for (const rule of ids.flatMap((id) => this.get(id).ingress)) {
      if (rule.source !== '0.0.0.0/0' || !['tcp', '6', '-1'].includes(rule.protocol)) continue;
      const [from, to] = rule.protocol === '-1' ? [1, 65535] : [rule.from, rule.to];
      for (let port = from; port <= to; port++) ports.add(port);
    }
    return [...ports].sort((a, b) => a - b);
  }
}

/** From the shape of templates (FromPort, CidrIp …). */
export function ruleOf(properties: Values): Rule {
  return {
    protocol: asText(properties['IpProtocol']),
    from: Number(properties['FromPort'] ?? -1),
    to: Number(properties['ToPort'] ?? -1),
    source: asText(properties['CidrIp'] ?? properties['CidrIpv6'] ?? properties['SourceSecurityGroupId']),
  };
}

export const sameRule = (a: Rule) => (b: Rule) =>
  a.protocol === b.protocol && a.from === b.from && a.to === b.to && a.source === b.source;
