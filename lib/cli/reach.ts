import { type Clients, clientsFor } from '../aws/clients';
import { type Machine, machineAt } from '../aws/machine';
import { neededReport } from '../aws/report';
import type { Environment } from '../config/environment';
import { type Names, namesOf } from '../config/names';
import type { Report } from '../contract/report';
import { type Place, placeOf } from './place';

/** The deployed environment: its account, what its machine says, and a way onto it. */
export interface Reached {
  readonly place: Place;
  readonly clients: Clients;
  readonly names: Names;
  readonly report: Report;
  readonly machine: Machine;
}

export async function reach(environment: Environment): Promise<Reached> {
  const clients = clientsFor(environment.region);
  const names = namesOf(environment.name);
  const place = await placeOf(environment, clients);
  const report = await neededReport(clients, names);
  return { place, clients, names, report, machine: machineAt(clients, report.instance) };
}
