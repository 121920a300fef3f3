import type { Value } from '../values';
import { sameValue } from '../values';
import type { Scope } from './intrinsics';
import type { OutputsRead, Stack } from './stack';
import type { ResourceDefinition } from './template';

/**
 * `Fn::GetStackOutput` as one may rely on it: a resource whose properties read as before keeps the values that it had. AWS
 * documents that they are looked up when a stack is updated, and not that a resource is looked at whose text is the same;
 * for dynamic references it is known not to be (aws-cloudformation/cloudformation-coverage-roadmap #844).
 */
export function reading(
  stack: Stack,
  id: string,
  { properties }: ResourceDefinition,
  scope: Scope,
): { readonly scope: Scope; readonly read: OutputsRead } {
  const before = stack.outputsRead.get(id);
  const known = before !== undefined && sameValue(before.properties, properties) ? before.values : undefined;
  const values = new Map<string, Value>();
  const stackOutput = (stackName: string, outputName: string): Value => {
    const key = `${stackName}.${outputName}`;
    const value = known?.has(key) === true ? known.get(key) : scope.stackOutput(stackName, outputName);
    values.set(key, value);
    return value;
  };
  return { scope: { ...scope, stackOutput }, read: { properties, values } };
}
