import type { Environment } from '../config/environment';
import type { Names } from '../config/names';
import { type Clients, clientsFor } from '../deployed/clients';
import { demanded } from '../deployed/failure';
import type { Machine } from '../deployed/machine';
import { type DeployedServer, deployedServer } from '../deployed/server';
import { type Place, placeOf } from './place';

/** The deployed environment: its account, its server, and a way onto it. */
export interface Reached {
  readonly place: Place;
  readonly clients: Clients;
  readonly names: Names;
  readonly server: DeployedServer;
  readonly machine: Machine;
}

export async function reach(environment: Environment): Promise<Reached> {
  const clients = clientsFor(environment.region);
  const place = await placeOf(environment, clients);
  const server = deployedServer(environment, clients);
  return { place, clients, names: server.names, server, machine: demanded(await server.machine()) };
}
