import { unsupported } from '../errors';
import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import { vCpusOf } from '../stores/quotas';
import { texts } from '../values';
import { filters } from './filters';

/** What EC2 offers in the region before anything is made: zones, instance types, images. */
export const ec2Offers: Operations = {
  DescribeAvailabilityZones: operation('', (_input, call) => {
    call.authorize('ec2:DescribeAvailabilityZones', '*');
    const { region, ec2 } = call.account;
    const item = ec2.region.availabilityZones.map((zoneName) => ({
      zoneName,
      zoneState: 'available',
      regionName: region,
      zoneType: 'availability-zone',
    }));
    return { availabilityZoneInfo: { item } };
  }),
  DescribeInstanceTypes: operation('InstanceType', (input, call) => {
    call.authorize('ec2:DescribeInstanceTypes', '*');
    const item = texts(input['InstanceType']).map((instanceType) => ({
      instanceType,
      vCpuInfo: { defaultVCpus: vCpusOf(instanceType) },
    }));
    return { instanceTypeSet: { item } };
  }),
  DescribeInstanceTypeOfferings: operation('LocationType Filter MaxResults', (input, call) => {
    call.authorize('ec2:DescribeInstanceTypeOfferings', '*');
    if (input['LocationType'] !== 'availability-zone')
      throw unsupported('a LocationType of ec2:DescribeInstanceTypeOfferings other than availability-zone');
    const types = filters(input, 'ec2:DescribeInstanceTypeOfferings', ['instance-type']).get('instance-type');
    if (types === undefined)
      throw unsupported('ec2:DescribeInstanceTypeOfferings without the filter instance-type');
    const { ec2 } = call.account;
    const item = types.flatMap((instanceType) =>
      ec2.region.zonesOffering(instanceType).map((location) => ({
        instanceType,
        locationType: 'availability-zone',
        location,
      })),
    );
    return { instanceTypeOfferingSet: { item } };
  }),
  DescribeImages: operation('ImageId', (input, call) => {
    call.authorize('ec2:DescribeImages', '*');
    const item = texts(input['ImageId']).map((imageId) => ({
      imageId,
      architecture: call.account.ec2.region.architectureOf(imageId),
      imageState: 'available',
    }));
    return { imagesSet: { item } };
  }),
};
