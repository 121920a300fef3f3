import { ApiError } from '../errors';
import type { LocalAccount } from '../local-account';
import type { Operations } from '../protocol/operation';
import { operation } from '../protocol/operation';
import type { Values } from '../values';
import { asText, optionalText, texts } from '../values';
import { filters } from './filters';

/** Networks as they lie in the ledger, whoever made them. */
export const ec2Networks: Operations = {
  DescribeVpcs: operation('VpcId MaxResults', (input, call) => {
    call.authorize('ec2:DescribeVpcs', '*');
    const found = named(call.account, 'AWS::EC2::VPC', texts(input['VpcId']), 'InvalidVpcID.NotFound');
    const item = found.map(([vpcId, properties]) => ({
      vpcId,
      cidrBlock: optionalText(properties['CidrBlock']),
      state: 'available',
      isDefault: false,
    }));
    return { vpcSet: { item } };
  }),
  DescribeSubnets: operation('Filter SubnetId', (input, call) => {
    call.authorize('ec2:DescribeSubnets', '*');
    const wanted = filters(input, 'ec2:DescribeSubnets', ['default-for-az']).get('default-for-az');
    const ids = texts(input['SubnetId']);
    // The account has no default VPC: its subnets are those that somebody made.
    const subnets =
      wanted?.includes('false') === false
        ? []
        : named(call.account, 'AWS::EC2::Subnet', ids, 'InvalidSubnetID.NotFound');
    const item = subnets.map(([subnetId, properties]) => ({
      subnetId,
      vpcId: asText(properties['VpcId']),
      availabilityZone: asText(properties['AvailabilityZone']),
      ...(properties['CidrBlock'] === undefined ? {} : { cidrBlock: asText(properties['CidrBlock']) }),
      // A /24 without the five addresses that are AWS's own.
      availableIpAddressCount: Number(properties['AvailableIpAddressCount'] ?? 251),
      defaultForAz: false,
      state: 'available',
    }));
    return { subnetSet: { item } };
  }),
  DescribeInternetGateways: operation('MaxResults', (_input, call) => {
    call.authorize('ec2:DescribeInternetGateways', '*');
    const item = call.account.ledger
      .ofType('AWS::EC2::InternetGateway')
      .map(([internetGatewayId]) => ({ internetGatewayId }));
    return { internetGatewaySet: { item } };
  }),
  DescribeRouteTables: operation('Filter', (input, call) => {
    call.authorize('ec2:DescribeRouteTables', '*');
    const { ledger } = call.account;
    const wanted = filters(input, 'ec2:DescribeRouteTables', [
      'association.subnet-id',
      'association.main',
      'vpc-id',
    ]);
    const among = (name: string, value: string) => wanted.get(name)?.includes(value) ?? true;
    const item = ledger
      .ofType('AWS::EC2::RouteTable')
      .map(([routeTableId, { properties }]) => ({
        routeTableId,
        vpcId: asText(properties['VpcId']),
        isMain: properties['Main'] === true,
        subnets: ledger
          .ofType('AWS::EC2::SubnetRouteTableAssociation')
          .filter(([, one]) => one.properties['RouteTableId'] === routeTableId)
          .map(([, one]) => asText(one.properties['SubnetId'])),
      }))
      .filter(({ vpcId }) => among('vpc-id', vpcId))
      .filter(({ isMain }) => among('association.main', String(isMain)))
      .filter(
        ({ subnets }) =>
          !wanted.has('association.subnet-id') || subnets.some((id) => among('association.subnet-id', id)),
      )
      .map(({ routeTableId, vpcId }) => ({
        routeTableId,
        vpcId,
        routeSet: { item: routesOf(call.account, routeTableId) },
      }));
    return { routeTableSet: { item } };
  }),
};

function routesOf({ ledger }: LocalAccount, routeTableId: string): object[] {
  return ledger
    .ofType('AWS::EC2::Route')
    .filter(([, { properties }]) => properties['RouteTableId'] === routeTableId)
    .map(([, { properties }]) => {
      const target = optionalText(properties['GatewayId']) ?? '';
      return {
        destinationCidrBlock: optionalText(properties['DestinationCidrBlock']),
        ...(target.startsWith('nat-') ? { natGatewayId: target } : { gatewayId: target }),
        state: 'active',
      };
    });
}

function named(
  account: LocalAccount,
  type: string,
  ids: readonly string[],
  code: string,
): [string, Values][] {
  const all = account.ledger.ofType(type).map(([id, { properties }]): [string, Values] => [id, properties]);
  const missing = ids.find((id) => !all.some(([other]) => other === id));
  if (missing !== undefined) throw new ApiError(code, `The ID '${missing}' does not exist`);
  return ids.length === 0 ? all : all.filter(([id]) => ids.includes(id));
}
