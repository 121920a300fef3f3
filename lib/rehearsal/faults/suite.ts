import { certificate } from './certificate';
import { daemons } from './daemons';
import type { Fault } from './fault';
import { machine } from './machine';
import { receiver } from './receiver';
import { sync } from './sync';
import { update } from './update';

/** Every fault, group by group, in the order in which they are planted; on two servers, which take half the time. */
export const SERVERS: Readonly<Record<'one' | 'other', readonly Fault[]>> = {
  one: [...daemons, ...receiver],
  other: [...machine, ...certificate, ...sync, ...update],
};
export const FAULTS = [...SERVERS.one, ...SERVERS.other];
