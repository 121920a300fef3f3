import { isObject } from '../values';
import { mismatches, type Wire } from './mismatches';
import { type Properties, type ResourceSchema, resourceSchema, type Type } from './resource-schema';
import type { Member, Shape } from './shape';

type Definitions = ResourceSchema['definitions'];

/** What CloudFormation's own kinds of values let pass: 8080 and "8080", true and "true"; and what is not known yet. */
const TEMPLATE: Wire = { nameOf: ({ name }) => name, isText: true, isUnknown };

/**
 * What of a resource's properties is not as AWS's schema has them: names, what is missing, kinds of values, enumerations. It
 * has neither patterns nor lengths.
 */
export function wrongProperties(type: string, properties: unknown): string[] {
  const resource = resourceSchema(type);
  if (resource === undefined) return [`AWS's schema does not have the type ${type}`];
  return mismatches(structure(type, resource.properties, resource.definitions), properties, TEMPLATE);
}

function structure(name: string, properties: Properties, definitions: Definitions): Shape {
  return {
    ...{ kind: 'structure', name },
    members: Object.entries(properties).map(([as, { type, previousTypes = [], required }]) =>
      member(as, [type, ...previousTypes], definitions, required),
    ),
  };
}

const member = (
  name: string,
  types: readonly Type[],
  definitions: Definitions,
  isRequired = false,
): Member => ({
  name,
  shape: () => (types.length === 1 ? shapeOf(types[0]!, definitions) : either(types, definitions)),
  traits: {},
  isRequired,
});

const either = (types: readonly Type[], definitions: Definitions): Shape => ({
  kind: 'either',
  shapes: types.map((type) => shapeOf(type, definitions)),
});

function shapeOf(type: Type, definitions: Definitions): Shape {
  switch (type.type) {
    case 'ref': {
      const { name, properties } = definitions[type.reference.$ref]!;
      return structure(name, properties, definitions);
    }
    case 'array':
      return { kind: 'list', member: member('member', [type.element], definitions) };
    case 'map':
      return { kind: 'map', key: () => ({ kind: 'text' }), value: () => shapeOf(type.element, definitions) };
    case 'union':
      return either(type.types, definitions);
    case 'string':
      return { kind: 'text', ...allowing(type.allowedValues) };
    case 'integer':
      return { kind: 'number', ...allowing(type.allowedValues) };
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'truth' };
    case 'tag':
      return TAG;
    default:
      return { kind: 'other' };
  }
}

const allowing = (values: readonly unknown[] | undefined) =>
  values === undefined ? {} : { limits: { allowed: values.map(String) } };

const text = (name: string): Member => ({
  ...{ name, shape: () => ({ kind: 'text' }) as const, traits: {}, isRequired: true },
});
const TAG: Shape = { kind: 'structure', name: 'Tag', members: [text('Key'), text('Value')] };

/** An intrinsic function that nobody has worked out, or what will be known when something else is there. */
function isUnknown(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{');
  if (!isObject(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && /^(Ref|Condition|Fn::\w+)$/.test(name ?? '');
}
