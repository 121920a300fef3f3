import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

import { isObject } from '../values';
import { mismatches, type Wire } from './mismatches';
import type { Member, Shape } from './shape';

type Resource = NonNullable<ReturnType<typeof resourceOf>>;
type Property = Resource['properties'][string];
type Type = Property['type'];

let database: ReturnType<typeof loadAwsServiceSpecSync> | undefined;
const serviceSpec = () => (database ??= loadAwsServiceSpecSync());

export function resourceOf(type: string) {
  return serviceSpec().lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

/** What CloudFormation's own kinds of values let pass: 8080 and "8080", true and "true"; and what is not known yet. */
const TEMPLATE: Wire = { nameOf: ({ name }) => name, isText: true, isUnknown };

/**
 * What of a resource's properties is not as AWS's schema has them: names, what is missing, kinds of values, enumerations. It
 * has neither patterns nor lengths.
 */
export function wrongProperties(type: string, properties: unknown): string[] {
  const resource = resourceOf(type);
  if (resource === undefined) return [`AWS's schema does not have the type ${type}`];
  return mismatches(structure(type, resource.properties), properties, TEMPLATE);
}

function structure(name: string, properties: Readonly<Record<string, Property>>): Shape {
  return {
    ...{ kind: 'structure', name },
    members: Object.entries(properties).map(([as, { type, previousTypes = [], required }]) =>
      member(as, [type, ...previousTypes], required),
    ),
  };
}

const member = (name: string, types: readonly Type[], isRequired = false): Member => ({
  name,
  shape: () => (types.length === 1 ? shapeOf(types[0]!) : either(types)),
  traits: {},
  isRequired,
});

const either = (types: readonly Type[]): Shape => ({ kind: 'either', shapes: types.map(shapeOf) });

function shapeOf(type: Type): Shape {
  switch (type.type) {
    case 'ref': {
      const { name, properties } = serviceSpec().get('typeDefinition', type.reference);
      return structure(name, properties);
    }
    case 'array':
      return { kind: 'list', member: member('member', [type.element]) };
    case 'map':
      return { kind: 'map', key: () => ({ kind: 'text' }), value: () => shapeOf(type.element) };
    case 'union':
      return either(type.types);
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
