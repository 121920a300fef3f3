import type { ResourceAccount } from '../resource-account';
import type { Graph } from './graph';
import { stackScope } from './scope';
import type { Stack, StackRequest } from './stack';
import { dependencies } from './template';

/** The resources whose conditions hold. */
export function activeIds(account: ResourceAccount, stack: Stack, request: StackRequest): Set<string> {
  const scope = stackScope(account, stack, request, () => undefined);
  const active = [...request.template.resources].filter(
    ([, { condition }]) => condition === undefined || scope.condition(condition),
  );
  return new Set(active.map(([id]) => id));
}

export function graphOf(account: ResourceAccount, stack: Stack, request: StackRequest): Graph {
  return dependencies(request.template, activeIds(account, stack, request));
}
