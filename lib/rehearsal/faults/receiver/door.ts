import type { Door } from '../../world/receiver/doors';
import type { Fault } from '../fault';
import { lead } from './firewall';

/** Whoever comes for the receiver's port 25 comes through another of its doors. */
export const throughDoor = ({ port }: Door): Pick<Fault, 'plant' | 'heal'> => ({
  plant: ({ world }) => lead(world.receiver, [port]),
  heal: ({ world }) => lead(world.receiver, []),
});
