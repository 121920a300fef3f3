import type { ResourceAccount } from '../resource-account';
import type { Stack, StackResource } from './stack';

/** What becomes of a resource, in its own state and in the stack's events. */
export function mark(
  account: ResourceAccount,
  stack: Stack,
  resource: StackResource,
  status: string,
  reason?: string,
): void {
  resource.status = status;
  resource.reason = reason;
  resource.updated = new Date();
  account.stacks.event(stack, { ...resource, status, reason });
}

export const text = (error: unknown) => (error instanceof Error ? error.message : String(error));
