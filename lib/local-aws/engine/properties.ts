import type { Values } from '../values';
import { asObject, objects } from '../values';
import { providerOf } from '../providers';
import { isCustom } from './replacement';
import type { Scope } from './intrinsics';
import { resolve } from './intrinsics';
import { reading } from './stack-outputs';
import type { OutputsRead, Stack, StackRequest } from './stack';
import type { ResourceDefinition } from './template';

/** What a resource is to be, worked out, and what it read of other stacks for that. */
export function propertiesOf(
  stack: Stack,
  id: string,
  request: StackRequest,
  scope: Scope,
): { readonly properties: Values; readonly read: OutputsRead } {
  const definition = request.template.resources.get(id) as ResourceDefinition;
  const own = reading(stack, id, definition, scope);
  const properties = asObject(resolve(definition.properties, own.scope));
  return { properties: tagged(definition.type, properties, request.tags), read: own.read };
}

/** CloudFormation hands the stack's tags on to every resource that takes some; its own go first. */
function tagged(type: string, properties: Values, tags: StackRequest['tags']): Values {
  if (tags.length === 0 || isCustom(type) || !providerOf(type, properties).properties.includes('Tags'))
    return properties;
  const ofStack = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  // Parameters have theirs as an object, everything else as a list of pairs.
  if (type === 'AWS::SSM::Parameter')
    return { ...properties, Tags: { ...ofStack, ...asObject(properties['Tags']) } };
  const own = objects(properties['Tags']);
  const names = new Set(own.map(({ Key }) => Key));
  return { ...properties, Tags: [...own, ...tags.filter(({ Key }) => !names.has(Key))] };
}
