import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

import { parameterArn } from '../parameter-arn';

/**
 * Of all inline policies of a role together. IAM has room for 10,240, blanks not counted, CDK for 10,000: what it takes for more
 * goes into a managed policy of its making, and of a policy without statements cdk-nag can make nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const POLICY_LIMIT = 10_000;

/** `"arn:aws:ssm:ap-northeast-1:123456789012:parameter",` before a name, and the statements around them. */
const BEFORE = 56;
const AROUND = 600;

/** What CDK counts an ARN as whose partition it does not know, and what separates it from the next. */
const ESTIMATE = 155;

export interface KeyParameters {
  /** Parent of all keys. */
  readonly parent: string;
  /** Keys that are made and read, by name. */
  readonly kept: readonly string[];
  /** What may be deleted, by name; it may end with a star. */
  readonly deletable: readonly string[];
}

/** What the handler of the keys may do, and the wildcards in it. */
export interface KeyPermissions {
  readonly statements: readonly PolicyStatement[];
  readonly wildcards: readonly string[];
  /** Why they may stand there. */
  readonly reason: string;
}

/**
 * Each key by its name while a role's policies have room for the names: about 60 of them. Beyond that everything below the
 * environment's own path, where nothing but these keys lies.
 */
export function keyPermissions(
  scope: IConstruct,
  { parent, kept, deletable }: KeyParameters,
): KeyPermissions {
  const size = [...kept, ...deletable].reduce(
    (sum, name) => sum + Math.max(ESTIMATE, BEFORE + name.length),
    AROUND,
  );
  const fits = size <= POLICY_LIMIT;
  const named = (names: readonly string[]) =>
    (fits ? names : [`${parent}/*`]).map((name) => parameterArn(scope, name));
  const statements = [
    new PolicyStatement({ actions: ['ssm:GetParameter', 'ssm:PutParameter'], resources: named(kept) }),
  ];
  // CloudFormation narrows the policy to the selectors that stay before it deletes the key of one that goes.
  if (deletable.length > 0)
    statements.push(new PolicyStatement({ actions: ['ssm:DeleteParameter'], resources: named(deletable) }));
  const resources = statements.flatMap((statement) => statement.resources);
  return {
    statements,
    wildcards: [...new Set(resources.filter((each) => each.endsWith('*')))],
    reason: fits
      ? 'The keys of retired selectors: all below is made by this handler.'
      : 'More keys than a policy can name: all below is made by this handler.',
  };
}
