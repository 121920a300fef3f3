import {
  DescribeAvailabilityZonesCommand,
  DescribeImagesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';

import type { Clients } from '../../deployed/clients';
import { told, type Told } from '../../deployed/told';

type Asked = Pick<Clients, 'ec2'>;

/**
 * The zone that `Fn::GetAZs` lists first: of those that have a default subnet, and of all if none has one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
 */
export async function firstZone({ ec2 }: Asked): Promise<Told<string>> {
  const zones = await told('ec2:DescribeAvailabilityZones', async () => {
    const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
    return AvailabilityZones.filter(({ ZoneType = 'availability-zone' }) => ZoneType === 'availability-zone')
      .map(({ ZoneName = '' }) => ZoneName)
      .sort();
  });
  if (!zones.ok) return zones;
  return told('ec2:DescribeSubnets', async () => {
    const Filters = [{ Name: 'default-for-az', Values: ['true'] }];
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
    const defaults = zones.value.filter((zone) =>
      Subnets.some(({ AvailabilityZone }) => AvailabilityZone === zone),
    );
    const [first] = [...defaults, ...zones.value];
    if (first === undefined) throw new Error('the region has no availability zone');
    return first;
  });
}

export function zonesOffering({ ec2 }: Asked, type: string): Promise<Told<readonly string[]>> {
  return told('ec2:DescribeInstanceTypeOfferings', async () => {
    const { InstanceTypeOfferings = [] } = await ec2.send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: [type] }],
      }),
    );
    return InstanceTypeOfferings.map(({ Location = '' }) => Location);
  });
}

export function architecture({ ec2 }: Asked, imageId: string): Promise<Told<string>> {
  return told('ec2:DescribeImages', async () => {
    const { Images = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds: [imageId] }));
    const [image] = Images;
    if (image?.Architecture === undefined) throw new Error(`there is no image ${imageId} in the answer`);
    return image.Architecture;
  });
}
