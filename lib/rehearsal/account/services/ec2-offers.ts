import { unsupported } from '../errors';
import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import type { Values } from '../values';
import { asText, objects, texts } from '../values';

/** What EC2 offers in the region before anything is made: zones, instance types, images. */
export const ec2Offers: Operations = {
  DescribeAvailabilityZones: operation('', (_input, call) => {
    call.authorize('ec2:DescribeAvailabilityZones', '*');
    const { region, ec2 } = call.account;
    const item = ec2.availabilityZones.map((zoneName) => ({
      zoneName,
      zoneState: 'available',
      regionName: region,
      zoneType: 'availability-zone',
    }));
    return { availabilityZoneInfo: { item } };
  }),
  DescribeSubnets: operation('Filter', (input, call) => {
    call.authorize('ec2:DescribeSubnets', '*');
    const wanted = filters(input, 'ec2:DescribeSubnets', ['default-for-az']).get('default-for-az');
    // The account has no default VPC: its subnets are those that somebody made.
    const subnets = wanted?.includes('false') === false ? [] : call.account.ledger.ofType('AWS::EC2::Subnet');
    const item = subnets.map(([subnetId, { properties }]) => ({
      subnetId,
      vpcId: asText(properties['VpcId']),
      availabilityZone: asText(properties['AvailabilityZone']),
      defaultForAz: false,
    }));
    return { subnetSet: { item } };
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
      ec2.zonesOffering(instanceType).map((location) => ({
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
      architecture: call.account.ec2.architectureOf(imageId),
      imageState: 'available',
    }));
    return { imagesSet: { item } };
  }),
};

/** Values by filter; one that is not honoured is refused by name. */
function filters(input: Values, action: string, known: readonly string[]): Map<string, readonly string[]> {
  const given = objects(input['Filter']).map(({ Name, Value }) => [asText(Name), texts(Value)] as const);
  const foreign = given.find(([name]) => !known.includes(name));
  if (foreign !== undefined) throw unsupported(`the filter ${foreign[0]} of ${action}`);
  return new Map(given);
}
