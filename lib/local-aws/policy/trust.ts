import type { Value } from '../values';
import { objects, texts } from '../values';
import type { Context } from './conditions';
import { evaluate } from './evaluate';

/** Who wants to assume a role. */
export interface Asking {
  /** Of the session, or of the user. */
  readonly arn: string;
  readonly accountId: string;
  /** Of the role that the session is of. */
  readonly roleArn?: string | undefined;
}

/**
 * Whether a role's trust policy lets somebody assume it. An account stands for all who are in it and whose own policies allow it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function trusts(document: Value, asking: Asking, roleArn: string, context: Context): boolean {
  const Statement = objects((document as { Statement?: Value } | undefined)?.Statement).filter(
    ({ Principal }) => names(Principal, asking),
  );
  const request = { action: 'sts:AssumeRole', resource: roleArn, context };
  return evaluate([{ Statement }], request) === 'allowed';
}

function names(principal: Value, { arn, accountId, roleArn }: Asking): boolean {
  if (principal === '*') return true;
  const root = `arn:aws:iam::${accountId}:root`;
  return texts((principal as { AWS?: Value } | undefined)?.AWS).some(
    (each) => each === '*' || each === accountId || [root, arn, roleArn].some((own) => own === each),
  );
}
