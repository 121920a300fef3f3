import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnEIP, CfnVolume } from 'aws-cdk-lib/aws-ec2';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, type IConstruct } from 'constructs';

import { loginsOf } from '../../config/domains';
import type { Environment } from '../../config/environment';
import { environmentTag, type Names } from '../../config/names';
import { dkimDomains } from '../dkim-keys/domains';
import { DkimKeys } from '../dkim-keys/dkim-keys';
import { ImagePin } from '../image-pin/image-pin';
import { acknowledgeZone } from '../network/availability-zone';
import { Predecessor } from '../predecessor/predecessor';
import type { Kept } from '../serving/serving';
import { UsersSecret } from '../users-secret/users-secret';

export interface LastingProps {
  readonly environment: Environment;
  readonly names: Names;
  readonly availabilityZone: string;
  /** One that is there already. */
  readonly usersSecret?: ISecret | undefined;
}

/** What outlives every machine: address, queue, keys, passwords, image; behind a look at the server that is there. */
export class Lasting extends Construct implements Kept {
  readonly address: string;
  readonly allocationId: string;
  readonly volumeId: string;
  readonly usersSecretArn: string;
  readonly usersVersion: string;
  readonly usersSecret: ISecret;
  readonly imageId: string;
  readonly keys: DkimKeys;
  /** Whoever changes what the machine is told waits for it. */
  readonly predecessor: Predecessor;

  constructor(scope: Construct, id: string, props: LastingProps) {
    super(scope, id);
    const { environment, names } = props;
    const { hostName, machine, retain } = environment;
    const removalPolicy = retain ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    const address = new CfnEIP(this, 'Address', {
      domain: 'vpc',
      tags: [{ key: 'Name', value: hostName }],
    });
    address.applyRemovalPolicy(removalPolicy);
    this.address = address.attrPublicIp;
    this.allocationId = address.attrAllocationId;
    const volume = new CfnVolume(this, 'QueueVolume', {
      availabilityZone: props.availabilityZone,
      size: machine.queueVolumeSizeGiB,
      volumeType: 'gp3',
      encrypted: true,
      tags: [{ key: 'Name', value: `${hostName} queue` }, environmentTag(environment.name)],
    });
    volume.applyRemovalPolicy(removalPolicy);
    acknowledgeZone(volume);
    this.volumeId = volume.ref;
    this.predecessor = new Predecessor(this, 'Predecessor', { environment, names });
    this.keys = new DkimKeys(this, 'DkimKeys', {
      names,
      domains: dkimDomains(environment),
      keySize: environment.dkim.keySize,
      retain,
    });
    // A deploy that is refused leaves no key.
    for (const key of this.keys.made) key.node.addDependency(this.predecessor.look);
    const passwords = this.passwords(props, retain);
    this.usersSecret = passwords.secret;
    this.usersSecretArn = passwords.secret.secretArn;
    this.usersVersion = passwords.version;
    const pin =
      machine.image.kind === 'ami'
        ? undefined
        : new ImagePin(this, 'ImagePin', {
            parameterName: machine.image.name,
            revision: machine.image.revision,
            pinnedParameter: names.image,
          });
    this.imageId = pin?.imageId ?? (machine.image.kind === 'ami' ? machine.image.id : '');
    // Last: a volume that grew cannot shrink again, so nothing may fail after it.
    volume.node.addDependency(
      address,
      ...this.keys.made,
      ...passwords.made,
      ...(pin === undefined ? [] : [pin]),
    );
  }

  private passwords(
    { environment, names, usersSecret }: LastingProps,
    retain: boolean,
  ): { secret: ISecret; version: string; made: readonly IConstruct[] } {
    // Whoever keeps it turns it: any version that is the current one will do.
    if (usersSecret !== undefined) return { secret: usersSecret, version: '', made: [] };
    const users = new UsersSecret(this, 'Users', {
      secretName: names.usersSecret,
      earlierName: names.earlierUsersSecret,
      logins: loginsOf(environment).map(({ login }) => login),
      retain,
    });
    return { secret: users.secret as ISecret, version: users.versionId, made: [users] };
  }
}
