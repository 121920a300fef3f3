import { certificate } from './certificate';
import { daemons } from './daemons';
import type { Fault } from './fault';
import { machine } from './machine';
import { receiver } from './receiver';
import { sync } from './sync';

/** Every fault, group by group, in the order in which they are planted. */
export const FAULTS: readonly Fault[] = [...daemons, ...receiver, ...machine, ...certificate, ...sync];
