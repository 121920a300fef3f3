import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';

import type { Clients } from '../../aws/clients';
import { identityOf } from '../../aws/identity';
import { told } from '../../aws/told';
import { namesOf, type Names } from '../../config/names';
import type { Account } from '../given';
import { architecture, firstZone, zonesOffering } from './ec2-offers';
import { othersRecords, recordsOf } from './made-records';
import { parameter } from './parameter';
import { server } from './server';
import { recordSets, zone, zonesNamed } from './zones';

/** EC2-VPC Elastic IPs: https://docs.aws.amazon.com/general/latest/gr/ec2-service.html */
const ELASTIC_IPS = { ServiceCode: 'ec2', QuotaCode: 'L-0263D0A3' };

/** The account of the person's credentials, asked about one environment. */
export function liveAccount(environmentName: string, clients: Clients): Account {
  const names = namesOf(environmentName);
  const identity = once(() => identityOf(clients));
  return {
    id: async () => (await identity()).account,
    region: async () => (await identity()).region,
    zone: once((id) => zone(clients, id)),
    zonesNamed: once((name) => zonesNamed(clients, name)),
    recordSets: once((id) => recordSets(clients, id)),
    ownRecords: once(() =>
      told('cloudformation:ListStackResources', () => recordsOf(clients, names.stacks.dns)),
    ),
    othersRecords: once(() => othersRecords(clients, environmentName)),
    foundation: once(() => told('cloudformation:DescribeStacks', () => outputs(clients, names))),
    creation: once(() =>
      told('cloudformation:DescribeStacks', async () => {
        const StackName = names.stacks.foundation;
        const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName }));
        const { StackStatus: status = '', EnableTerminationProtection: isProtected = false } =
          Stacks?.[0] ?? {};
        return { status, failed: UNMADE.includes(status), isProtected };
      }),
    ),
    parameter: once((name) => parameter(clients, name)),
    architecture: once((id) => architecture(clients, id)),
    elasticIps: once(() =>
      told('ec2:DescribeAddresses', async () => {
        const { Addresses = [] } = await clients.ec2.send(new DescribeAddressesCommand({}));
        return Addresses.map(({ PublicIp = '' }) => PublicIp);
      }),
    ),
    elasticIpQuota: once(() =>
      told('servicequotas:GetServiceQuota', async () => {
        const { Quota } = await clients.serviceQuotas.send(new GetServiceQuotaCommand(ELASTIC_IPS));
        if (Quota?.Value === undefined) throw new Error('the quota has no value');
        return Quota.Value;
      }),
    ),
    firstZone: once(() => firstZone(clients)),
    zonesOffering: once((type) => zonesOffering(clients, type)),
    server: once(() => server(clients, names)),
  };
}

/** Several checks ask the same. */
function once<Args extends readonly string[], T>(
  ask: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (...args) => {
    const key = args.join(' ');
    const answer = asked.get(key) ?? ask(...args);
    asked.set(key, answer);
    return answer;
  };
}

const UNMADE = [
  'REVIEW_IN_PROGRESS',
  'CREATE_FAILED',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'DELETE_COMPLETE',
];

async function outputs({ cloudFormation }: Clients, { stacks }: Names): Promise<Record<string, string>> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stacks.foundation }));
  const [stack] = Stacks ?? [];
  // A deploy that failed at its creation leaves a stack behind, which holds nothing.
  if (UNMADE.includes(stack?.StackStatus ?? ''))
    throw Object.assign(new Error(`${stacks.foundation} was never made`), { name: 'StackNotFound' });
  const all = stack?.Outputs ?? [];
  return Object.fromEntries(all.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
