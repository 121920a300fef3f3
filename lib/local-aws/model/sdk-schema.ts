import { type Member, NOTHING, type Shape, type Traits } from './shape';

/**
 * The schemas that the AWS SDK's clients carry, as plain arrays: a number that says the kind, a namespace, a name, traits, and
 * what the kind has. https://github.com/smithy-lang/smithy-typescript/tree/main/packages/core/src/submodules/schema
 */
export type Schema = number | 'unit' | (() => Schema) | readonly unknown[];

const [LIST, MAP, STRUCTURE, UNION] = [1, 2, 3, 4];
/** Of a list or a map of something plain. */
const [PLAIN_LIST, PLAIN_MAP] = [64, 128];

export function shapeOf(schema: Schema): Shape {
  if (typeof schema === 'function') return shapeOf(schema());
  if (typeof schema === 'number') return plain(schema);
  if (schema === 'unit') return NOTHING;
  if (isMember(schema)) return shapeOf(schema[0]);
  const [kind, , name, , first, second, required = 0] = schema as [
    ...[number, string, string, unknown],
    ...[Schema & readonly string[], readonly Schema[], number?],
  ];
  if (kind === STRUCTURE || kind === UNION)
    return {
      kind: 'structure',
      name,
      members: first.map((each, index) => memberOf(each, second[index]!, index < required)),
    };
  if (kind === LIST) return { kind: 'list', member: memberOf('member', first) };
  if (kind === MAP) return { kind: 'map', key: () => shapeOf(first), value: () => shapeOf(second) };
  return shapeOf(first);
}

function plain(kind: number): Shape {
  if (kind >= PLAIN_MAP)
    return { kind: 'map', key: () => ({ kind: 'text' }), value: () => plain(kind - PLAIN_MAP) };
  if (kind >= PLAIN_LIST) return { kind: 'list', member: memberOf('member', kind - PLAIN_LIST) };
  return { kind: (['text', 'number', 'truth'] as const)[kind] ?? 'other' };
}

const memberOf = (name: string, schema: Schema, isRequired = false): Member => ({
  name,
  shape: () => shapeOf(schema),
  traits: traitsOf(schema),
  isRequired,
});

/** A schema with traits of its own where it is used. */
function isMember(schema: readonly unknown[]): schema is readonly [Schema, unknown] {
  return schema.length === 2;
}

function traitsOf(schema: Schema): Traits {
  const traits = Array.isArray(schema) && isMember(schema) ? schema[1] : undefined;
  return typeof traits === 'object' && traits !== null ? (traits as Traits) : {};
}
