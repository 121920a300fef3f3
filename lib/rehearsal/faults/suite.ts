import { daemons } from './daemons';
import type { Fault } from './fault';
import { receiver } from './receiver';

/** Every fault, group by group, in the order in which they are planted. */
export const FAULTS: readonly Fault[] = [...daemons, ...receiver];
