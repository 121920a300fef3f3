import type { ResourceAccount } from '../resource-account';
import { asObject, asText, optionalText } from '../values';
import { resolve } from './intrinsics';
import { stackScope } from './scope';
import type { Stack, StackOutput, StackRequest } from './stack';

/** A stack's outputs, worked out from the resources that it has now. */
export function outputsOf(account: ResourceAccount, stack: Stack, request: StackRequest): StackOutput[] {
  const scope = stackScope(account, stack, request, (id) => stack.resources.get(id));
  return Object.entries(request.template.outputs).flatMap(([key, raw]) => {
    const condition = optionalText(asObject(raw)['Condition']);
    if (condition !== undefined && !scope.condition(condition)) return [];
    const { Value, Description, Export } = asObject(raw);
    const value = asText(resolve(Value, scope));
    const exportName = optionalText(resolve(asObject(Export)['Name'], scope));
    return [{ key, value, description: optionalText(Description), exportName }];
  });
}
