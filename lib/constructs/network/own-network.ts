import { Tags, Validations } from 'aws-cdk-lib';
import {
  CfnInternetGateway,
  CfnVPC,
  CfnVPCGatewayAttachment,
  type ISubnet,
  type IVpc,
  PublicSubnet,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface OwnNetworkProps {
  readonly availabilityZone: string;
}

/**
 * A VPC with one public subnet, for a stack of somebody's own: CDK's `Vpc` asks the stack for its zones, which is a look-up with
 * credentials where account and region are given.
 */
export class OwnNetwork extends Construct {
  readonly vpc: IVpc;
  readonly subnet: ISubnet;

  constructor(scope: Construct, id: string, { availabilityZone }: OwnNetworkProps) {
    super(scope, id);
    const vpc = new CfnVPC(this, 'Network', {
      cidrBlock: '10.0.0.0/16',
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    const gateway = new CfnInternetGateway(this, 'Gateway');
    const attachment = new CfnVPCGatewayAttachment(this, 'Attachment', {
      vpcId: vpc.ref,
      internetGatewayId: gateway.ref,
    });
    const subnet = new PublicSubnet(this, 'Public', {
      vpcId: vpc.ref,
      availabilityZone,
      cidrBlock: '10.0.0.0/24',
      mapPublicIpOnLaunch: true,
    });
    subnet.addDefaultInternetRoute(gateway.ref, attachment);
    this.subnet = subnet;
    this.vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: vpc.ref,
      availabilityZones: [availabilityZone],
      publicSubnetIds: [subnet.subnetId],
      publicSubnetRouteTableIds: [subnet.routeTable.routeTableId],
    });
    Tags.of(this).add('Name', this.node.path);
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason: 'Flow logs cost by the record and hold the addresses of people; the mail log tells more.',
    });
  }
}
