import { CfnOutput, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnEIP, CfnVolume } from 'aws-cdk-lib/aws-ec2';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct, IConstruct } from 'constructs';

import { unsaid } from '../checks/moving';
import type { Environment } from '../config/environment';
import { loginsOf } from '../config/domains';
import { keyedDomains } from '../config/former';
import { environmentTag, namesOf } from '../config/names';
import { DkimKeys } from '../constructs/dkim-keys/dkim-keys';
import { ImagePin, type PinnedImage } from '../constructs/image-pin/image-pin';
import { availabilityZoneOf } from '../constructs/network/availability-zone';
import { PublicMx } from '../constructs/public-mx/public-mx';
import { Predecessor } from '../constructs/predecessor/predecessor';
import { UsersSecret } from '../constructs/users-secret/users-secret';

export interface FoundationStackProps extends StackProps {
  readonly environment: Environment;
  /** Whether address, queue, keys, passwords and zone outlive the stack, once it was there. */
  readonly retain: boolean;
}

/** What must outlive every server: the address, the queue, the keys, the passwords, the zone when it is ours. */
export class FoundationStack extends Stack {
  readonly hostedZoneId: string;
  readonly address: string;
  readonly allocationId: string;
  readonly volumeId: string;
  readonly usersSecretArn: string;
  readonly usersVersion: string;
  readonly image: PinnedImage;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    const { environment, retain, ...stackProps } = props;
    // Not protected: the CLI protects a stack before it exists, and a creation that failed could then not be cleared away.
    super(scope, id, stackProps);
    const names = namesOf(environment.name);
    // A creation that fails takes along what it made, so that the next one finds neither a taken name nor a bill.
    const removalPolicy = retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;

    this.hostedZoneId = this.hostedZone(environment, removalPolicy);

    const address = new CfnEIP(this, 'Address', {
      domain: 'vpc',
      tags: [{ key: 'Name', value: environment.hostName }],
    });
    address.applyRemovalPolicy(removalPolicy);
    this.address = address.attrPublicIp;
    this.allocationId = address.attrAllocationId;

    // CloudFormation updates no zone, key or encryption of a volume, it fails: what could replace it cannot happen.
    const volume = new CfnVolume(this, 'QueueVolume', {
      availabilityZone: availabilityZoneOf(environment.vpc),
      size: environment.machine.queueVolumeSizeGiB,
      volumeType: 'gp3',
      encrypted: true,
      tags: [{ key: 'Name', value: `${environment.hostName} queue` }, environmentTag(environment.name)],
    });
    volume.applyRemovalPolicy(removalPolicy);
    this.volumeId = volume.ref;

    const predecessor = new Predecessor(this, 'Predecessor', { environment, names });
    const keys = new DkimKeys(this, 'DkimKeys', {
      names,
      domains: keyedDomains(environment),
      keySize: environment.dkim.keySize,
      retain,
    });
    // A deploy that is refused leaves no key.
    keys.node.addDependency(predecessor);

    const users = new UsersSecret(this, 'Users', {
      secretName: names.usersSecret,
      earlierName: names.earlierUsersSecret,
      logins: loginsOf(environment).map(({ login }) => login),
      retain,
    });
    this.usersSecretArn = users.secret.secretArn;
    this.usersVersion = users.versionId;

    this.mailElsewhere(environment, [address, volume, keys, users]);

    const { image } = environment.machine;
    this.image =
      image.kind === 'ami'
        ? { in: () => image.id }
        : new ImagePin(this, 'ImagePin', {
            parameterName: image.name,
            revision: image.revision,
            pinnedParameter: names.image,
          });
    // Last: a volume that grew cannot shrink again, so nothing may fail after it.
    volume.node.addDependency(address, keys, users, ...(this.image instanceof ImagePin ? [this.image] : []));

    new CfnOutput(this, 'ElasticIp', {
      value: this.address,
      description: 'The address that mail comes from',
    });
    new CfnOutput(this, 'Passwords', {
      value: names.usersSecret,
      description: 'Secrets Manager secret with a password for each login',
    });
  }

  /** Before anything that is kept exists: a deploy that stops here leaves nothing behind. */
  private mailElsewhere(environment: Environment, kept: readonly IConstruct[]): void {
    const names = unsaid(environment);
    if (names.length === 0) return;
    const { domain, hostName } = environment;
    const look = new PublicMx(this, 'PublicMx', { domain, hostName, names });
    const zone = this.node.tryFindChild('HostedZone');
    for (const each of [...kept, ...(zone === undefined ? [] : [zone])]) each.node.addDependency(look);
    new CfnOutput(this, 'MxElsewhere', {
      value: look.said,
      description: 'Who took the mail of these names in public DNS when this was deployed',
    });
  }

  private hostedZone({ hostedZone }: Environment, removalPolicy: RemovalPolicy): string {
    if (hostedZone.kind === 'given') return hostedZone.id;
    const zone = new PublicHostedZone(this, 'HostedZone', { zoneName: hostedZone.name });
    zone.applyRemovalPolicy(removalPolicy);
    new CfnOutput(this, 'NameServers', {
      value: Fn.join(' ', zone.hostedZoneNameServers ?? []),
      description: `Set these as name servers of ${hostedZone.name} at its registrar or parent zone`,
    });
    return zone.hostedZoneId;
  }
}
