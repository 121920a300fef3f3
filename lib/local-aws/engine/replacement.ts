import { unsupported } from '../errors';
import { resourceSchema } from '../model/resource-schema';
import type { Values } from '../values';
import { sameValue } from '../values';

export type Recreation = 'Never' | 'Conditionally' | 'Always';

export interface PropertyChange {
  readonly name: string;
  readonly recreation: Recreation;
}

/** CDK's own note of which constructs are in use: CloudFormation keeps it and AWS's schema does not know it. */
export const METADATA = 'AWS::CDK::Metadata';

/** AWS's own schema answers which change replaces; a custom resource decides by its physical id. */
export function recreationOf(type: string, property: string): Recreation {
  if (isCustom(type)) return property === 'ServiceToken' ? 'Always' : 'Never';
  if (type === METADATA) return 'Never';
  const resource = resourceSchema(type);
  if (!resource) throw unsupported(`the resource type ${type}: AWS's schema does not have it`);
  const found = resource.properties[property];
  if (!found) throw unsupported(`the property ${property} of ${type}: AWS's schema does not have it`);
  return found.causesReplacement === 'yes'
    ? 'Always'
    : found.causesReplacement === 'maybe'
      ? 'Conditionally'
      : 'Never';
}

export const isCustom = (type: string) =>
  type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::');

export function changedProperties(type: string, before: Values, after: Values): PropertyChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => !sameValue(before[name], after[name]))
    .map((name) => ({ name, recreation: recreationOf(type, name) }));
}

/**
 * `Conditionally` is decided here. An EBS-backed instance is stopped and started for user-data, type and
 * the like (EC2 resource reference); changed block devices or groups outside a VPC would replace.
 */
export function replaces(type: string, change: PropertyChange): boolean {
  if (change.recreation !== 'Conditionally') return change.recreation === 'Always';
  return type === 'AWS::EC2::Instance' && change.name === 'BlockDeviceMappings';
}
