import type { FleetInstance } from '../../../local-aws/fleet';
import type { InstanceMetadata } from './tree';

/** What the metadata service says of an instance now: its role's credentials and public address change. */
export function metadataOf(instance: FleetInstance): InstanceMetadata {
  const { id, imageId, instanceType, architecture, privateIp, subnetCidr, vpcCidr } = instance;
  const { availabilityZone, region, accountId, macAddress, securityGroups } = instance;
  const [name, credentials] = [instance.roleName(), instance.credentials()];
  return {
    ...{ id, imageId, instanceType, architecture, privateIp, subnetCidr, vpcCidr },
    ...{ availabilityZone, region, accountId, macAddress, securityGroups },
    publicIp: instance.publicIp(),
    userData: Buffer.from(instance.userData()).toString('base64'),
    role:
      name !== undefined && credentials !== undefined
        ? {
            name,
            credentials: {
              ...credentials,
              expiration: credentials.expiration.toISOString().replace(/\.\d+/, ''),
            },
          }
        : undefined,
  };
}
