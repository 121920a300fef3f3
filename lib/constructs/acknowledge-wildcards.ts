import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges cdk-nag's IAM5 for exactly these resources below the scope. The rule has an id for each resource,
 * in which a Ref is written `<Name>` and a GetAtt `<Name.Attribute>`.
 */
export function acknowledgeWildcards(scope: IConstruct, resources: readonly string[], reason: string): void {
  for (const resource of resources)
    Validations.of(scope).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(resource))}]`,
      reason,
    });
}

function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, argument] = Object.entries(value as Record<string, unknown>)[0] ?? ['nothing', undefined];
  if (name === 'Ref') return `<${String(argument)}>`;
  if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(flatten).join(separator);
  }
  throw new Error(`An acknowledged resource holds ${name}, which has no form in a rule's id.`);
}
