import type { Value } from '../values';
import { objects, texts } from '../values';
import type { Context } from './conditions';
import { conditionsHold } from './conditions';
import { wildcard } from './match';

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

export type Verdict = 'allowed' | 'implicit deny' | 'explicit deny';

/** The IAM decision over identity policies: an explicit Deny wins, then an Allow, then nothing. */
export function evaluate(policies: readonly Value[], request: Request): Verdict {
  let verdict: Verdict = 'implicit deny';
  for (const policy of policies) {
    for (const statement of objects((policy as { Statement?: Value }).Statement)) {
      if (!applies(statement, request)) continue;
      if (statement['Effect'] === 'Deny') return 'explicit deny';
      verdict = 'allowed';
    }
  }
  return verdict;
}

function applies(statement: Record<string, Value>, request: Request): boolean {
  return (
    covers(statement['Action'], statement['NotAction'], request.action, true) &&
    covers(statement['Resource'], statement['NotResource'], request.resource, false) &&
    conditionsHold(statement['Condition'], request.context)
  );
}

function covers(yes: Value, no: Value, value: string, ignoreCase: boolean): boolean {
  const matches = (patterns: Value) =>
    texts(patterns).some((pattern) => wildcard(pattern, value, ignoreCase));
  return yes !== undefined ? matches(yes) : !matches(no);
}
