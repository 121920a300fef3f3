import type { IConstruct } from 'constructs';

/** Systems Manager lets a region write three a second, and another environment may be deployed at the same time. */
const AT_ONCE = 2;

/**
 * So many parameters at once and no more: each waits for the last but one before it. CloudFormation would begin with all of
 * them, and fails when its retries of a refused write end.
 * https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
export function spareTheRate(parameters: readonly IConstruct[]): void {
  parameters.forEach((parameter, index) => {
    const before = parameters[index - AT_ONCE];
    if (before !== undefined) parameter.node.addDependency(before);
  });
}
