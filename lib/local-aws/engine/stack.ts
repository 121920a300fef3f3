import { randomUUID } from 'node:crypto';
import type { Value, Values } from '../values';
import type { ResourceDefinition, Template } from './template';

export interface StackResource {
  readonly logicalId: string;
  readonly definition: ResourceDefinition;
  readonly type: string;
  physicalId: string;
  /** What Ref answers; the physical id unless the provider says otherwise. */
  ref: string;
  attributes: Values;
  /** As they were last applied. */
  properties: Values;
  status: string;
  reason: string | undefined;
  updated: Date;
}

export interface StackEvent {
  readonly id: string;
  readonly at: Date;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly created: Date;
  status: 'CREATE_COMPLETE' | 'FAILED';
  executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE';
  reason: string | undefined;
  readonly request: StackRequest;
  readonly changes: readonly ResourceChange[];
}

export interface ResourceChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly replacement: 'True' | 'False' | 'Conditional' | undefined;
  readonly properties: readonly { name: string; recreation: string; before: string; after: string }[];
}

/** Everything that a deploy brings along. */
export interface StackRequest {
  readonly template: Template;
  /** Name to what was given (for an SSM-typed one: the parameter's name) and what it stands for. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly tags: readonly { Key: string; Value: string }[];
  readonly disableRollback: boolean;
  /** A resource that this very deploy makes is not retained when it is rolled back, whatever its policy says. */
  readonly retainExceptOnCreate: boolean;
}

export interface ParameterValue {
  readonly given: string;
  readonly resolved: string;
  readonly ssm: boolean;
  readonly list: boolean;
}

/** Other stacks' outputs, as a resource with these properties had them. */
export interface OutputsRead {
  readonly properties: Values;
  readonly values: ReadonlyMap<string, Value>;
}

export interface Stack {
  readonly name: string;
  readonly id: string;
  readonly created: Date;
  updated: Date | undefined;
  status: string;
  reason: string | undefined;
  request: StackRequest | undefined;
  terminationProtection: boolean;
  readonly resources: Map<string, StackResource>;
  outputs: StackOutput[];
  readonly events: StackEvent[];
  readonly changeSets: Map<string, ChangeSet>;
  /** Names of the exports that it imports. */
  imports: Set<string>;
  /** By logical id. */
  outputsRead: ReadonlyMap<string, OutputsRead>;
}

export function newStack(name: string, arn: string): Stack {
  return {
    name,
    id: `${arn}/${randomUUID()}`,
    created: new Date(),
    updated: undefined,
    status: 'REVIEW_IN_PROGRESS',
    reason: undefined,
    request: undefined,
    terminationProtection: false,
    resources: new Map(),
    outputs: [],
    events: [],
    changeSets: new Map(),
    imports: new Set(),
    outputsRead: new Map(),
  };
}
