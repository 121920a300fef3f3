import type { FleetInstance } from '../fleet';
import type { Values } from '../values';

/** A launched instance as the account keeps it. */
export interface Instance extends FleetInstance {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly launched: Date;
  state: 'pending' | 'running' | 'stopped';
  properties: Values;
}
