import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';

import type { Clients } from '../../deployed/clients';
import { identityOf } from '../../deployed/identity';
import { deployedServer, once } from '../../deployed/server';
import { told, type Told } from '../../deployed/told';
import { zoneClient } from '../../deployed/zone-client';
import type { Parameter } from '../../deployed/parameter';
import { wayOnto } from '../../checks/live/way-onto';
import type { Environment } from '../../config/environment';
import type { Account } from '../given';
import { architecture, firstZone, zonesOffering } from './ec2-offers';
import { othersRecords, recordsOf } from './made-records';
import { network } from './network';
import { quota, used, vCpusOf } from './quotas';
import { recordSets, zone, zonesAround, zonesNamed } from './zones';

/** The account of the person's credentials, asked about one environment. */
export function liveAccount(environment: Environment, clients: Clients): Account {
  const server = deployedServer(environment, clients);
  const { names } = server;
  const identity = once(() => identityOf(clients));
  return {
    id: async () => (await identity()).account,
    region: async () => (await identity()).region,
    zone: once(async (id, role) => {
      const client = await zoneClient(clients, role);
      return client.ok ? zone({ route53: client.value }, id) : client;
    }),
    zonesAround: once((name) => zonesAround(clients, name)),
    zonesNamed: once((name) => zonesNamed(clients, name)),
    recordSets: once(async (id, role) => {
      const client = await zoneClient(clients, role);
      return client.ok ? recordSets({ route53: client.value }, id) : client;
    }),
    ownRecords: once(() =>
      told('cloudformation:ListStackResources', () => recordsOf(clients, names.stacks.dns)),
    ),
    othersRecords: once(() => othersRecords(clients, environment.name)),
    stacks: server.stacks,
    foundation: server.foundation,
    parameter: async (name) => valueOf(await server.parameter(name)),
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
    server: async () => wayOnto(await server.machine(), 'kitte preflight'),
  };
}

const valueOf = (answer: Told<Parameter>): Told<string> =>
  answer.ok ? { ok: true, value: answer.value.value } : answer;
