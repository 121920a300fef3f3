import type { ResourceAccount } from '../resource-account';
import type { PropertyChange } from '../engine/replacement';
import type { Values } from '../values';

/** Whose resource is being made. */
export interface Place {
  readonly account: ResourceAccount;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  /** A name in CloudFormation's manner, stack-logicalId-suffix, of at most this many characters. */
  generateName(limit: number): string;
}

export interface Made {
  readonly id: string;
  /** What Ref answers, where it is not the physical id. */
  readonly ref?: string;
  readonly attributes?: Values;
}

/** How the resources of one type come, change and go. */
export interface Provider {
  /** Honoured properties; a template with any other is refused by name. `*`: the resource defines its own. */
  readonly properties: readonly string[];
  create(properties: Values, place: Place): Promise<Made> | Made;
  update?(
    id: string,
    properties: Values,
    old: Values,
    changes: readonly PropertyChange[],
    place: Place,
  ): Promise<Made> | Made;
  delete(id: string, properties: Values, place: Place): Promise<void> | void;
}

export type Providers = Readonly<Record<string, Provider>>;

export const words = (text: string): string[] => text.split(' ').filter(Boolean);
