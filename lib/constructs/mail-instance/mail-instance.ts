import { CfnInstanceProfile, type Role } from 'aws-cdk-lib/aws-iam';
import { CfnInstance, type ISubnet, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Fn, Tags, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface MailInstanceProps {
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
  /** By which its role knows it. */
  readonly tag: { readonly key: string; readonly value: string };
}

/**
 * The instance, ready only when it says so itself. A changed user-data stops and starts it and replaces nothing;
 * what must not be lost lives in the Foundation stack, and goes to the machine that the lease names.
 */
export class MailInstance extends Construct {
  readonly instance: CfnInstance;

  constructor(scope: Construct, id: string, props: MailInstanceProps) {
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
          // It fetches its packages before the Elastic IP is its own, and calls AWS again when it no longer is.
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
    Tags.of(this.instance).add(props.tag.key, props.tag.value);
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
