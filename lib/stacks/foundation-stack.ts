import { CfnOutput, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnEIP, CfnVolume } from 'aws-cdk-lib/aws-ec2';
import { CfnRecordSet, PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct, IConstruct } from 'constructs';

import { unsaid } from '../checks/moving';
import { domainsOf, hostZoneOf, loginsOf } from '../config/domains';
import type { Environment, HostedZone } from '../config/environment';
import { certifiedHosts } from '../config/host-names';
import { environmentTag, namesOf } from '../config/names';
import { DkimKeys } from '../constructs/dkim-keys/dkim-keys';
import { dkimDomains } from '../constructs/dkim-keys/domains';
import { ImagePin, type PinnedImage } from '../constructs/image-pin/image-pin';
import { LeftoverChallenge } from '../constructs/leftover-challenge/leftover-challenge';
import { acknowledgeZone, availabilityZoneOf } from '../constructs/network/availability-zone';
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
  readonly address: string;
  readonly allocationId: string;
  readonly volumeId: string;
  readonly usersSecretArn: string;
  readonly usersVersion: string;
  readonly image: PinnedImage;
  /** Those that it creates, by name. */
  private readonly zones = new Map<string, PublicHostedZone>();

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    const { environment, retain, ...stackProps } = props;
    // Not protected: the CLI protects a stack before it exists, and a creation that failed could then not be cleared away.
    super(scope, id, stackProps);
    const names = namesOf(environment.name);
    // A creation that fails takes along what it made, so that the next one finds neither a taken name nor a bill.
    const removalPolicy = retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;

    this.createZones(environment, removalPolicy);

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
    acknowledgeZone(volume);
    this.volumeId = volume.ref;

    const predecessor = new Predecessor(this, 'Predecessor', { environment, names });
    const keys = new DkimKeys(this, 'DkimKeys', {
      names,
      domains: dkimDomains(environment),
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

    // What stays keeps its zone as it is; there the next order removes it.
    if (!retain)
      new LeftoverChallenge(this, 'LeftoverChallenge', {
        hostedZoneId: this.zoneId(hostZoneOf(environment)),
        hostNames: certifiedHosts(environment),
      });

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

  /** Of one that exists, or that it creates. */
  zoneId(zone: HostedZone): string {
    return zone.kind === 'given' ? zone.id : this.created(zone.name).hostedZoneId;
  }

  /** Of a zone that it creates. */
  nameServers(zone: string): readonly string[] {
    return this.created(zone).hostedZoneNameServers ?? [];
  }

  private created(name: string): PublicHostedZone {
    const created = this.zones.get(name);
    if (created === undefined) throw new Error(`The zone ${name} is created by no domain.`);
    return created;
  }

  /** Before anything that is kept exists: a deploy that stops here leaves nothing behind. */
  private mailElsewhere(environment: Environment, kept: readonly IConstruct[]): void {
    const domains = domainsOf(environment)
      .map((view) => ({ domain: view.domain, names: unsaid(view) }))
      .filter(({ names }) => names.length > 0);
    if (domains.length === 0) return;
    const look = new PublicMx(this, 'PublicMx', { hostName: environment.hostName, domains });
    for (const each of [...kept, ...this.zones.values()]) each.node.addDependency(look);
    domains.forEach(({ domain }, index) => {
      const isFirst = domain === environment.domain;
      new CfnOutput(isFirst ? this : look, isFirst ? 'MxElsewhere' : domain, {
        value: look.said[index] ?? '',
        description: 'Who took the mail of these names in public DNS when this was deployed',
      });
    });
  }

  /** The first domain's has the ids of always; each other one those of its name, so that one more moves none. */
  private createZones(environment: Environment, removalPolicy: RemovalPolicy): void {
    const zones = [...domainsOf(environment).map(({ hostedZone }) => hostedZone), hostZoneOf(environment)];
    for (const zone of zones) {
      if (zone.kind !== 'created' || this.zones.has(zone.name)) continue;
      const isFirst = zone === environment.hostedZone;
      const created = new PublicHostedZone(this, isFirst ? 'HostedZone' : `HostedZone-${zone.name}`, {
        zoneName: zone.name,
      });
      created.applyRemovalPolicy(removalPolicy);
      new CfnOutput(isFirst ? this : created, 'NameServers', {
        value: Fn.join(' ', created.hostedZoneNameServers ?? []),
        description:
          zone.parent === undefined
            ? `Set these as name servers of ${zone.name} at its registrar or parent zone`
            : `Name servers of ${zone.name}; the deploy has written them into ${zone.parent.name}`,
      });
      if (zone.parent !== undefined)
        new CfnRecordSet(created, 'Delegation', {
          ...{
            hostedZoneId: zone.parent.id,
            name: zone.name,
            type: 'NS',
            ttl: String(environment.ttl.address),
          },
          resourceRecords: created.hostedZoneNameServers ?? [],
        }).applyRemovalPolicy(removalPolicy);
      this.zones.set(zone.name, created);
    }
  }
}
