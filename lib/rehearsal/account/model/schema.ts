/**
 * The schemas that the AWS SDK's clients carry, as plain arrays: a number that says the kind, a namespace, a name, traits, and
 * what the kind has. https://github.com/smithy-lang/smithy-typescript/tree/main/packages/core/src/submodules/schema
 */
export type Schema = number | 'unit' | (() => Schema) | readonly unknown[];

export type Traits = Readonly<Record<string, unknown>>;

export interface Member {
  readonly name: string;
  readonly schema: Schema;
  readonly traits: Traits;
  readonly isRequired: boolean;
}

export type Shape =
  | { readonly kind: 'structure'; readonly name: string; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly member: Member }
  | { readonly kind: 'map'; readonly value: Schema }
  | { readonly kind: 'text' | 'number' | 'truth' | 'other' };

const [LIST, MAP, STRUCTURE, UNION] = [1, 2, 3, 4];
/** Of a list or a map of something plain. */
const [PLAIN_LIST, PLAIN_MAP] = [64, 128];

export function shapeOf(schema: Schema): Shape {
  if (typeof schema === 'function') return shapeOf(schema());
  if (typeof schema === 'number') return plain(schema);
  if (schema === 'unit') return { kind: 'structure', name: 'nothing', members: [] };
  if (isMember(schema)) return shapeOf(schema[0]);
  const [kind, , name, , first, second, required = 0] = schema as [
    ...[number, string, string, unknown],
    ...[Schema & readonly string[], readonly Schema[], number?],
  ];
  if (kind === STRUCTURE || kind === UNION)
    return {
      kind: 'structure',
      name,
      members: first.map((each, index) => ({
        name: each,
        schema: second[index]!,
        traits: traitsOf(second[index]!),
        isRequired: index < required,
      })),
    };
  if (kind === LIST) return { kind: 'list', member: itemOf(first) };
  if (kind === MAP) return { kind: 'map', value: second as unknown as Schema };
  return shapeOf(first);
}

function plain(kind: number): Shape {
  if (kind >= PLAIN_MAP) return { kind: 'map', value: kind - PLAIN_MAP };
  if (kind >= PLAIN_LIST) return { kind: 'list', member: itemOf(kind - PLAIN_LIST) };
  return { kind: (['text', 'number', 'truth'] as const)[kind] ?? 'other' };
}

const itemOf = (schema: Schema): Member => ({
  ...{ name: 'member', schema, traits: traitsOf(schema), isRequired: false },
});

/** A schema with traits of its own where it is used. */
function isMember(schema: readonly unknown[]): schema is readonly [Schema, unknown] {
  return schema.length === 2;
}

function traitsOf(schema: Schema): Traits {
  const traits = Array.isArray(schema) && isMember(schema) ? schema[1] : undefined;
  return typeof traits === 'object' && traits !== null ? (traits as Traits) : {};
}
