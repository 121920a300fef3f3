import type { ResourceAccount } from '../resource-account';
import type { Made, Place } from '../providers/provider';
import type { Stack, StackResource } from './stack';

/** Where a provider works: the account, and which resource of which stack it makes. */
export function placeOf(account: ResourceAccount, stack: Stack, resource: StackResource): Place {
  return {
    account,
    stackName: stack.name,
    stackId: stack.id,
    logicalId: resource.logicalId,
    type: resource.type,
    generateName(limit) {
      const suffix = Math.random().toString(36).slice(2, 14).padEnd(12, '0');
      const room = limit - suffix.length - 2;
      const logical = resource.logicalId.slice(0, Math.max(24, room - stack.name.length));
      return `${stack.name.slice(0, room - logical.length)}-${logical}-${suffix}`;
    },
  };
}

/** What a provider made becomes the resource. */
export function adopt(resource: StackResource, made: Made): void {
  resource.physicalId = made.id;
  resource.ref = made.ref ?? made.id;
  resource.attributes = made.attributes ?? {};
}
