import { CfnInstanceProfile, type Role } from 'aws-cdk-lib/aws-iam';
import { CfnEIPAssociation, CfnInstance, type ISubnet, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Fn, Tags, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface MailServerProps {
  /** Fixed, as the machine signals it to CloudFormation. */
  readonly logicalId: string;
  readonly hostName: string;
  /** Plain text, without tokens. */
  readonly userData: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly volumeSizeGiB: number;
  readonly subnet: ISubnet;
  readonly securityGroup: SecurityGroup;
  readonly role: Role;
  /** Of the Elastic IP. */
  readonly allocationId: string;
}

/**
 * The instance, ready only when it says so itself, and its address. A changed user-data stops and starts it
 * and replaces nothing: its queue stays.
 */
export class MailServer extends Construct {
  readonly instance: CfnInstance;
  readonly association: CfnEIPAssociation;

  constructor(scope: Construct, id: string, props: MailServerProps) {
    super(scope, id);
    const profile = new CfnInstanceProfile(this, 'Profile', { roles: [props.role.roleName] });
    this.instance = new CfnInstance(this, 'Instance', {
      imageId: props.imageId,
      instanceType: props.instanceType,
      iamInstanceProfile: profile.ref,
      userData: Fn.base64(props.userData),
      networkInterfaces: [
        {
          deviceIndex: '0',
          subnetId: props.subnet.subnetId,
          groupSet: [props.securityGroup.securityGroupId],
          // Its first packages are fetched before the Elastic IP can be associated, which waits for readiness.
          associatePublicIpAddress: true,
          deleteOnTermination: true,
        },
      ],
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          // The root device of Debian's images.
          deviceName: '/dev/xvda',
          ebs: {
            volumeSize: props.volumeSizeGiB,
            volumeType: 'gp3',
            encrypted: true,
            deleteOnTermination: true,
          },
        },
      ],
    });
    this.instance.overrideLogicalId(props.logicalId);
    this.instance.cfnOptions.creationPolicy = { resourceSignal: { count: 1, timeout: 'PT25M' } };
    // Policies and routes are separate resources: without them the first calls would be refused or lost.
    this.instance.node.addDependency(props.role, props.subnet.internetConnectivityEstablished);
    Tags.of(this.instance).add('Name', props.hostName);
    this.association = new CfnEIPAssociation(this, 'Association', {
      allocationId: props.allocationId,
      instanceId: this.instance.ref,
    });
    Validations.of(this.instance).acknowledge(
      {
        id: 'AwsSolutions-EC28',
        reason: 'Five-minute metrics do for a mail server; detailed ones cost by the metric.',
      },
      {
        id: 'AwsSolutions-EC29',
        reason:
          'CloudFormation must be able to replace it; what must not be lost lives in the Foundation stack.',
      },
      {
        id: 'CloudFormation-Validate::W9010',
        reason: 'An image that the config gives by its id is meant to be that one.',
      },
    );
  }
}
