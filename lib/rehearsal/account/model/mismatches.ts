import { type Member, type Schema, shapeOf } from './schema';

/** How a protocol writes what a model names. */
export interface Wire {
  readonly nameOf: (member: Member) => string;
  /** The element that wraps the items of a list; absent where they stand bare. */
  readonly item?: (member: Member) => string;
  /** Numbers and truth values come as text. */
  readonly isText: boolean;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const upper = (name: string) => name.replace(/^./, (first) => first.toUpperCase());
const xmlName = ({ name, traits }: Member) => text(traits['xmlName']) ?? name;

export const JSON_WIRE: Wire = { nameOf: ({ name }) => name, isText: false };
/** As `parseQuery` gives it: lists are lists. */
export const QUERY_INPUT: Wire = { nameOf: xmlName, isText: true };
export const QUERY_OUTPUT: Wire = { nameOf: xmlName, item: xmlName, isText: true };
export const EC2_INPUT: Wire = {
  nameOf: (member) => text(member.traits['ec2QueryName']) ?? upper(xmlName(member)),
  isText: true,
};

/** What of a request or an answer is not as AWS's model has it: names, what is missing, kinds of values. */
export function mismatches(schema: Schema, value: unknown, wire: Wire, path = ''): string[] {
  if (value === undefined) return [];
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'structure': {
      // XML has no empty object.
      if (wire.isText && value === '') return [];
      if (!isObject(value)) return [`${path || 'it'} is no object`];
      const known = new Map(shape.members.map((member) => [wire.nameOf(member), member]));
      const foreign = Object.keys(value).filter((name) => !known.has(name) && value[name] !== undefined);
      return [
        ...foreign.map((name) => `${path}${name} is no member of ${shape.name}`),
        ...[...known].flatMap(([name, { schema: of, isRequired }]) =>
          value[name] === undefined
            ? isRequired
              ? [`${path}${name} is missing, which ${shape.name} requires`]
              : []
            : mismatches(of, value[name], wire, `${path}${name}.`),
        ),
      ];
    }
    case 'list': {
      const items = itemsOf(value, wire, shape.member);
      if (items === undefined) return [`${path}: no list`];
      return items.flatMap((item, at) =>
        mismatches(shape.member.schema, item, wire, `${path}${String(at)}.`),
      );
    }
    case 'map':
      return isObject(value) || wire.isText ? [] : [`${path}: no map`];
    default:
      return fits(shape.kind, value, wire) ? [] : [`${path.replace(/\.$/, '')} is no ${shape.kind}`];
  }
}

function itemsOf(value: unknown, wire: Wire, member: Member): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  // So both protocols write an empty list.
  if (wire.isText && value === '') return [];
  if (wire.item === undefined) return undefined;
  const name = wire.item(member);
  if (!isObject(value) || Object.keys(value).some((key) => key !== name)) return undefined;
  const items = value[name];
  return Array.isArray(items) ? (items as unknown[]) : items === undefined ? [] : [items];
}

function fits(kind: 'text' | 'number' | 'truth' | 'other', value: unknown, { isText }: Wire): boolean {
  if (kind === 'other') return true;
  if (isText)
    return (
      !isObject(value) &&
      !Array.isArray(value) &&
      (kind === 'text' ||
        (kind === 'number' ? !Number.isNaN(Number(value)) : /^(true|false)$/.test(String(value))))
    );
  return typeof value === { text: 'string', number: 'number', truth: 'boolean' }[kind];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
