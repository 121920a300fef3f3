import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';

import type { Clients } from '../../aws/clients';
import { identityOf } from '../../aws/identity';
import { told, type Told, untold } from '../../aws/told';
import { namesOf } from '../../config/names';
import type { Account, Stack } from '../given';
import { architecture, firstZone, zonesOffering } from './ec2-offers';
import { othersRecords, recordsOf } from './made-records';
import { parameter } from './parameter';
import { network } from './network';
import { quota, used, vCpusOf } from './quotas';
import { server } from './server';
import { stacksOf } from './stacks';
import { recordSets, zone, zonesAround, zonesNamed } from './zones';

/** The account of the person's credentials, asked about one environment. */
export function liveAccount(environmentName: string, clients: Clients): Account {
  const names = namesOf(environmentName);
  const identity = once(() => identityOf(clients));
  const stacks = once(() => stacksOf(clients, names));
  return {
    id: async () => (await identity()).account,
    region: async () => (await identity()).region,
    zone: once((id) => zone(clients, id)),
    zonesAround: once((name) => zonesAround(clients, name)),
    zonesNamed: once((name) => zonesNamed(clients, name)),
    recordSets: once((id) => recordSets(clients, id)),
    ownRecords: once(() =>
      told('cloudformation:ListStackResources', () => recordsOf(clients, names.stacks.dns)),
    ),
    othersRecords: once(() => othersRecords(clients, environmentName)),
    stacks,
    foundation: once(() => foundation(stacks)),
    parameter: once((name) => parameter(clients, name)),
    architecture: once((id) => architecture(clients, id)),
    elasticIps: once(() =>
      told('ec2:DescribeAddresses', async () => {
        const { Addresses = [] } = await clients.ec2.send(new DescribeAddressesCommand({}));
        return Addresses.map(({ PublicIp = '' }) => PublicIp);
      }),
    ),
    elasticIpQuota: once(() => quota(clients, 'addresses')),
    quota: once((name) => quota(clients, name)),
    used: once((name) => used(clients, name)),
    vCpusOf: once((type) => vCpusOf(clients, type)),
    network: once((vpcId, subnetId) => network(clients, vpcId, subnetId)),
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

/** Outputs of the Foundation stack. A deploy that failed at its creation leaves one behind, which holds nothing. */
async function foundation(
  stacks: () => Promise<Told<readonly Stack[]>>,
): Promise<Told<Readonly<Record<string, string>>>> {
  const answer = await stacks();
  if (!answer.ok) return answer;
  const found = answer.value.find(({ part, isMade }) => part === 'Foundation' && isMade);
  if (found !== undefined) return { ok: true, value: found.outputs };
  const none = new Error('the Foundation stack was never made');
  return untold('cloudformation:DescribeStacks', Object.assign(none, { name: 'StackNotFound' }));
}
