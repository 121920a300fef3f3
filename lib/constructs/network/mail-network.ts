import { Annotations, Validations } from 'aws-cdk-lib';
import {
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  Subnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

import type { Environment } from '../../config/environment';

export interface MailNetworkProps {
  readonly vpc: Environment['vpc'] | Place;
  /** TCP ports served to the world. */
  readonly ports: readonly number[];
}

/** A network that is there as constructs. */
export interface Place {
  readonly kind: 'constructs';
  readonly vpc: IVpc;
  readonly subnet: ISubnet;
}

/** Where the mail server stands, and what passes its door. */
export class MailNetwork extends Construct {
  readonly subnet: ISubnet;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: MailNetworkProps) {
    super(scope, id);
    const [vpc, subnet] = this.placed(props.vpc);
    this.subnet = subnet;
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Kitte mail server',
      allowAllOutbound: false,
    });
    for (const port of props.ports)
      this.securityGroup.addIngressRule(Peer.anyIpv4(), Port.tcp(port), `TCP ${String(port)} from anywhere`);
    // Path MTU discovery (RFC 1191): without it large messages hang on a path that takes only smaller packets.
    this.securityGroup.addIngressRule(
      Peer.anyIpv4(),
      Port.icmpTypeAndCode(3, 4),
      'ICMP fragmentation needed, from anywhere',
    );
    const out: [Port, string][] = [
      [Port.tcp(25), 'Mail to other servers'],
      [Port.tcp(53), 'Names, by recursion of its own'],
      [Port.udp(53), 'Names, by recursion of its own'],
      [Port.tcp(80), 'Debian packages'],
      [Port.tcp(443), 'AWS, the certificate authority, Debian packages'],
      [Port.udp(123), 'Time'],
    ];
    for (const [port, why] of out) this.securityGroup.addEgressRule(Peer.anyIpv4(), port, why);
    Validations.of(this.securityGroup).acknowledge({
      id: 'AwsSolutions-EC23',
      reason: 'A mail server serves the world; only the ports of mail are open.',
    });
  }

  private placed(place: MailNetworkProps['vpc']): [IVpc, ISubnet] {
    if (place.kind === 'constructs') return [place.vpc, place.subnet];
    return place.kind === 'own' ? this.own() : this.given(place);
  }

  /** One public subnet and no NAT gateway: the server needs its own address anyway, and a gateway costs more than it. */
  private own(): [IVpc, ISubnet] {
    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 1,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 24 }],
      // Nothing uses the default group; emptying it would cost a function and a role.
      restrictDefaultSecurityGroup: false,
    });
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason: 'Flow logs cost by the record and hold the addresses of people; the mail log tells more.',
    });
    return [vpc as IVpc, vpc.publicSubnets[0]!];
  }

  private given({
    vpcId,
    subnetId,
    availabilityZone,
  }: Extract<Environment['vpc'], { kind: 'given' }>): [IVpc, ISubnet] {
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId,
      availabilityZones: [availabilityZone],
      publicSubnetIds: [subnetId],
    });
    // Its routes are its owner's: nothing here asks for them.
    Annotations.of(this).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId');
    return [vpc, Subnet.fromSubnetAttributes(this, 'Subnet', { subnetId, availabilityZone })];
  }
}
