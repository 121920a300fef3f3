import type { InstanceMetadata } from '../../../../lib/rehearsal/world/metadata/tree';

export const instance: InstanceMetadata = {
  id: 'i-0123456789abcdef0',
  imageId: 'ami-0123456789abcdef0',
  instanceType: 't4g.small',
  architecture: 'arm64',
  privateIp: '10.0.0.4',
  publicIp: '203.0.113.9',
  subnetCidr: '10.0.0.0/24',
  vpcCidr: '10.0.0.0/16',
  availabilityZone: 'eu-west-1a',
  region: 'eu-west-1',
  accountId: '123456789012',
  macAddress: '02:00:00:00:00:01',
  securityGroups: ['mail', 'other'],
  userData: Buffer.from('#cloud-config\n').toString('base64'),
  role: {
    name: 'mail-role',
    credentials: {
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'session',
      expiration: '2026-01-02T03:00:00.000Z',
    },
  },
};
