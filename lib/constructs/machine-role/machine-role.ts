import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import type { Names } from '../../config/names';
import { acknowledgeWildcards } from '../acknowledge-wildcards';
import { arnOf, partitionOf } from '../arn';
import { parameterArn } from '../parameter-arn';

export interface MachineRoleProps {
  readonly names: Names;
  /** Where the machine may prove to the certificate authority that the host name is its own. */
  readonly hostedZoneId: string;
  /** What its certificate may name. */
  readonly hostNames: readonly string[];
  readonly usersSecretArn: string;
  /** What the machine takes when the lease names it. */
  readonly volumeId: string;
  readonly allocationId: string;
  /** On the volume's former and next holder. */
  readonly tag: { readonly key: string; readonly value: string };
}

/** What the machine may do: fetch what is its own, report, signal, and prove its name. */
export class MachineRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: MachineRoleProps) {
    super(scope, id);
    const { names } = props;
    const parameter = (name: string) => parameterArn(this, name);
    const programs = parameter(`${names.parameters}/programs/*`);
    const parts = parameter(`${names.settingsParts}/*`);
    const keys = parameter(`${names.dkim}/*`);
    // The id behind the name is drawn by CloudFormation.
    const serverStack = arnOf(this, {
      service: 'cloudformation',
      resource: 'stack',
      resourceName: `${names.stacks.server}/*`,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      description: 'Kitte mail server',
    });
    const allow = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
      this.role.addToPolicy(
        new PolicyStatement({ actions, resources, ...(conditions === undefined ? {} : { conditions }) }),
      );

    allow(
      ['ssm:GetParameter'],
      [...[names.settings, names.lease, names.status].map(parameter), parts, programs, keys],
    );
    // Ten keys a call where there are many domains
    allow(['ssm:GetParameters'], [keys]);
    allow(['ssm:PutParameter'], [parameter(names.status)]);
    allow(['secretsmanager:GetSecretValue'], [props.usersSecretArn]);
    allow(['cloudformation:SignalResource'], [serverStack]);
    this.takeOver(allow, props);
    this.proveTheName(allow, props);
    this.sessionManager(allow);

    acknowledgeWildcards(
      this.role,
      [parts, programs, keys, serverStack],
      "Below the environment's own paths: what is there belongs to this machine.",
    );
  }

  /**
   * One volume and one address, from and to machines of this environment alone: a machine that died holds both still.
   * An address sits on a network interface, which has no tag that CloudFormation could set.
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
   */
  private takeOver(allow: Allow, { volumeId, allocationId, tag }: MachineRoleProps): void {
    const ec2 = (resource: string, resourceName: string) =>
      arnOf(this, { service: 'ec2', resource, resourceName });
    const [machines, interfaces] = [ec2('instance', '*'), ec2('network-interface', '*')];
    const volume = ['ec2:AttachVolume', 'ec2:DetachVolume'];
    allow(volume, [ec2('volume', volumeId)]);
    allow(['ec2:AssociateAddress'], [ec2('elastic-ip', allocationId), interfaces]);
    allow([...volume, 'ec2:AssociateAddress'], [machines], {
      StringEquals: { [`aws:ResourceTag/${tag.key}`]: tag.value },
    });
    allow(['ec2:DescribeVolumes'], ['*']);
    acknowledgeWildcards(
      this.role,
      [machines, interfaces],
      'Only with the one volume or the one address, and only to machines with the tag of this environment.',
    );
    this.useTheKey(allow);
  }

  /**
   * Where the account encrypts volumes by a key of its own, EC2 asks KMS for a grant in the name of whoever attaches one.
   * Which key that was is known to the volume alone.
   * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
   */
  private useTheKey(allow: Allow): void {
    const { region } = Stack.of(this);
    const keys = arnOf(this, { service: 'kms', resource: 'key', resourceName: '*' });
    allow(['kms:CreateGrant'], [keys], {
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
      StringEquals: { 'kms:ViaService': `ec2.${region}.amazonaws.com` },
    });
    acknowledgeWildcards(
      this.role,
      [keys],
      "The account's default key for EBS has no name here; only EC2 may use the grant, for a volume.",
    );
  }

  /**
   * DNS-01: TXT at _acme-challenge of the host's names and nothing else in the zone.
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
   */
  private proveTheName(allow: Allow, { hostedZoneId, hostNames }: MachineRoleProps): void {
    const partition = partitionOf(this);
    const changes = `arn:${partition}:route53:::change/*`;
    allow(['route53:GetChange'], [changes]);
    acknowledgeWildcards(this.role, [changes], 'A change has no name before it is made.');
    allow(['route53:ChangeResourceRecordSets'], [`arn:${partition}:route53:::hostedzone/${hostedZoneId}`], {
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': hostNames.map(
          (name) => `_acme-challenge.${name}`,
        ),
        'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
      },
    });
  }

  /**
   * A shell without SSH. The managed policy AmazonSSMManagedInstanceCore would also let the machine read every
   * parameter of the account.
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
   */
  private sessionManager(allow: Allow): void {
    allow(
      [
        'ssm:UpdateInstanceInformation',
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      ['*'],
    );
    acknowledgeWildcards(
      this.role,
      ['*'],
      "DescribeVolumes and Session Manager's actions know no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/",
    );
  }
}

type Allow = (actions: string[], resources: string[], conditions?: Record<string, unknown>) => void;
