import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type RouteTable,
} from '@aws-sdk/client-ec2';

import type { Clients } from '../../deployed/clients';
import { told, type Told } from '../../deployed/told';
import type { Network } from '../given';

type Asked = Pick<Clients, 'ec2'>;

/** The VPC and the subnet as AWS has them; what is not there is left out. */
export async function network(clients: Asked, vpcId: string, subnetId: string): Promise<Told<Network>> {
  const vpc = await present(
    told('ec2:DescribeVpcs', async () => {
      const { Vpcs } = await clients.ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
      return Vpcs?.[0];
    }),
  );
  if (!vpc.ok) return vpc;
  const subnet = await present(
    told('ec2:DescribeSubnets', async () => {
      const { Subnets } = await clients.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnetId] }));
      return Subnets?.[0];
    }),
  );
  if (!subnet.ok) return subnet;
  if (subnet.value === undefined) return { ok: true, value: { vpcExists: vpc.value !== undefined } };
  const { VpcId = '', AvailabilityZone = '', CidrBlock, AvailableIpAddressCount } = subnet.value;
  const exit = await told('ec2:DescribeRouteTables', () => exitOf(clients, VpcId, subnetId));
  if (!exit.ok) return exit;
  return {
    ok: true,
    value: {
      vpcExists: vpc.value !== undefined,
      subnet: {
        vpcId: VpcId,
        availabilityZone: AvailabilityZone,
        hasIpv4: CidrBlock !== undefined,
        ...(AvailableIpAddressCount === undefined ? {} : { free: AvailableIpAddressCount }),
        ...(exit.value === undefined ? {} : { exit: exit.value }),
      },
    },
  };
}

async function present<T>(answer: Promise<Told<T>>): Promise<Told<T | undefined>> {
  const told = await answer;
  return !told.ok && told.because === 'absent' ? { ok: true, value: undefined } : told;
}

/** Where what goes to the world goes first: by the subnet's own table, or by the VPC's main one. */
async function exitOf({ ec2 }: Asked, vpcId: string, subnetId: string): Promise<string | undefined> {
  const tables = async (Name: string, value: string) => {
    const Filters = [
      { Name, Values: [value] },
      { Name: 'vpc-id', Values: [vpcId] },
    ];
    return (await ec2.send(new DescribeRouteTablesCommand({ Filters }))).RouteTables ?? [];
  };
  const [own] = await tables('association.subnet-id', subnetId);
  const [table] = own === undefined ? await tables('association.main', 'true') : [own];
  return table === undefined ? undefined : defaultRoute(table);
}

function defaultRoute({ Routes = [] }: RouteTable): string | undefined {
  const route = Routes.find(
    ({ DestinationCidrBlock, State }) => DestinationCidrBlock === '0.0.0.0/0' && State !== 'blackhole',
  );
  return (
    route?.GatewayId ??
    route?.NatGatewayId ??
    route?.InstanceId ??
    route?.NetworkInterfaceId ??
    route?.TransitGatewayId
  );
}
