import type { LocalAccount } from '../local-account';
import type { Principal } from '../identity';
import type { Context } from '../policy/conditions';
import type { Value, Values } from '../values';

/** One API call on its way: who asks, and the question whether they may. */
export interface Call {
  readonly account: LocalAccount;
  readonly principal: Principal;
  /** Throws AccessDenied unless the caller's policies allow the action on every one of the resources. */
  authorize(action: string, resources: string | readonly string[], context?: Context): void;
}

/** An API action: the parameters it honours, and what it does. Others are refused by name. */
export interface Operation {
  readonly takes: readonly string[];
  run(input: Values, call: Call): unknown;
}

export type Operations = Readonly<Record<string, Operation>>;

/** `takes` names the parameters that are honoured (or have no meaning here, such as a client token). */
export function operation(
  takes: string,
  run: (input: Values, call: Call) => Promise<Value | object | void> | Value | object | void,
): Operation {
  return { takes: takes.split(' ').filter(Boolean), run };
}
