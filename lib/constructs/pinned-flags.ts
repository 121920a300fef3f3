import type { Construct } from 'constructs';

/**
 * The feature flags of CDK that change what Kitte makes, with the values that its templates are made and rehearsed with. Each was
 * found by trying every flag alone and all of them together; a test does so again.
 * https://docs.aws.amazon.com/cdk/v2/guide/featureflags.html
 */
export const PINNED_FLAGS: Readonly<Record<string, unknown>> = {
  // One statement for what may be said in one: policies stay below IAM's 10,240 characters.
  '@aws-cdk/aws-iam:minimizePolicies': true,
  // One policy a function, not one for each thing that it may do.
  '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy': false,
  // `arn:aws:` where the region is known.
  '@aws-cdk/core:enablePartitionLiterals': true,
  // Another stack's output without an export, which no stack could drop while another uses it.
  '@aws-cdk/core:defaultCrossStackReferences': 'weak',
};

/** Read at the stack when it is written, so that a construct in somebody's own stack cannot pin it: it orders and joins statements. */
export const READ_AT_THE_STACK = '@aws-cdk/aws-iam:minimizePolicies';

/** For all that will be made below the scope, before it is. */
export function pinFlags(scope: Construct): void {
  for (const [flag, value] of Object.entries(PINNED_FLAGS)) scope.node.setContext(flag, value);
}
