import { certificate } from './certificate';
import { daemons } from './daemons';
import type { Fault } from './fault';
import { machine } from './machine';
import { receiver } from './receiver/receiver';
import { replacement } from './replacement';
import { sync } from './sync';
import { update } from './update';

/** Every fault by the server that it is planted on, in its order. Servers are tried beside each other. */
export const SERVERS: Readonly<Record<'one' | 'other' | 'replacement', readonly Fault[]>> = {
  one: [...daemons, ...receiver],
  other: [...update, ...machine, ...certificate, ...sync],
  replacement,
};
