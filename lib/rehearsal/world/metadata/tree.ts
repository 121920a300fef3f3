/** What the metadata service knows of an instance, as the fleet writes it to disk for the service's process. */
export interface InstanceMetadata {
  readonly id: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly architecture: 'arm64' | 'x86_64';
  readonly privateIp: string;
  readonly publicIp?: string | undefined;
  readonly subnetCidr: string;
  readonly vpcCidr: string;
  readonly availabilityZone: string;
  readonly region: string;
  readonly accountId: string;
  readonly macAddress: string;
  readonly securityGroups: readonly string[];
  /** Base64, for user-data may be any bytes. */
  readonly userData: string;
  readonly role?: { readonly name: string; readonly credentials: RoleCredentials } | undefined;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: string;
}

type Tree = { readonly [name: string]: string | Tree };

/** Answers a path below the version, such as `meta-data/placement/`; undefined where EC2 says 404. */
export function metadataAnswer(instance: InstanceMetadata, path: string): Buffer | undefined {
  const steps = path.split('/').filter((step) => step !== '');
  if (steps.length === 1 && steps[0] === 'user-data')
    return instance.userData === '' ? undefined : Buffer.from(instance.userData, 'base64');
  let node: string | Tree = tree(instance);
  for (const step of steps) {
    const next: string | Tree | undefined = typeof node === 'string' ? undefined : node[step];
    if (next === undefined) return undefined;
    node = next;
  }
  return Buffer.from(typeof node === 'string' ? node : listing(node));
}

/** EC2 lists a directory as lines, each sub-directory with a slash. */
function listing(directory: Tree): string {
  return Object.entries(directory)
    .map(([name, node]) => (typeof node === 'string' ? name : `${name}/`))
    .join('\n');
}

function tree(instance: InstanceMetadata): Tree {
  const hostName = `ip-${instance.privateIp.replaceAll('.', '-')}.${instance.region}.compute.internal`;
  const groups = instance.securityGroups.join('\n');
  const publicIp: Tree = instance.publicIp ? { 'public-ipv4': instance.publicIp } : {};
  return {
    'meta-data': {
      'ami-id': instance.imageId,
      'ami-launch-index': '0',
      hostname: hostName,
      iam: iam(instance),
      'instance-action': 'none',
      'instance-id': instance.id,
      'instance-life-cycle': 'on-demand',
      'instance-type': instance.instanceType,
      'local-hostname': hostName,
      'local-ipv4': instance.privateIp,
      mac: instance.macAddress,
      network: {
        interfaces: { macs: { [instance.macAddress]: networkInterface(instance, hostName, groups) } },
      },
      placement: {
        'availability-zone': instance.availabilityZone,
        region: instance.region,
      },
      ...publicIp,
      'security-groups': groups,
      services: { domain: 'amazonaws.com', partition: 'aws' },
    },
    dynamic: { 'instance-identity': { document: identityDocument(instance) } },
    ...(instance.userData === '' ? {} : { 'user-data': '' }),
  };
}

function iam({ role }: InstanceMetadata): Tree {
  if (role === undefined) return {};
  return {
    'security-credentials': {
      [role.name]: JSON.stringify({
        Code: 'Success',
        LastUpdated: new Date(Date.parse(role.credentials.expiration) - 3_600_000).toISOString(),
        Type: 'AWS-HMAC',
        AccessKeyId: role.credentials.accessKeyId,
        SecretAccessKey: role.credentials.secretAccessKey,
        Token: role.credentials.sessionToken,
        Expiration: role.credentials.expiration,
      }),
    },
  };
}

function networkInterface(instance: InstanceMetadata, hostName: string, groups: string): Tree {
  const publicIp: Tree = instance.publicIp
    ? {
        'ipv4-associations': { [instance.publicIp]: instance.privateIp },
        'public-ipv4s': instance.publicIp,
      }
    : {};
  return {
    'device-number': '0',
    ...publicIp,
    'local-hostname': hostName,
    'local-ipv4s': instance.privateIp,
    mac: instance.macAddress,
    'owner-id': instance.accountId,
    'security-groups': groups,
    'subnet-ipv4-cidr-block': instance.subnetCidr,
    'vpc-ipv4-cidr-block': instance.vpcCidr,
    'vpc-ipv4-cidr-blocks': instance.vpcCidr,
  };
}

function identityDocument(instance: InstanceMetadata): string {
  return JSON.stringify({
    accountId: instance.accountId,
    architecture: instance.architecture,
    availabilityZone: instance.availabilityZone,
    imageId: instance.imageId,
    instanceId: instance.id,
    instanceType: instance.instanceType,
    privateIp: instance.privateIp,
    region: instance.region,
    version: '2017-09-30',
  });
}
