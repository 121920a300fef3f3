import { beyond, beyondSize } from './limits';
import type { Member, Shape } from './shape';

/** How a protocol writes what a model names. */
export interface Wire {
  readonly nameOf: (member: Member) => string;
  /** The element that wraps the items of a list; absent where they stand bare. */
  readonly item?: (member: Member) => string;
  /** Numbers and truth values come as text. */
  readonly isText: boolean;
  /** Nothing can be said of such a value. */
  readonly isUnknown?: (value: unknown) => boolean;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const upper = (name: string) => name.replace(/^./, (first) => first.toUpperCase());
const xmlName = ({ name, traits }: Member) => text(traits['xmlName']) ?? name;

export const JSON_WIRE: Wire = { nameOf: ({ name }) => name, isText: false };
/** As `parseQuery` gives it: lists are lists. */
export const QUERY_INPUT: Wire = { nameOf: xmlName, isText: true };
export const QUERY_OUTPUT: Wire = { nameOf: xmlName, item: xmlName, isText: true };
/** As REST with XML is read here: what stands in path and query beside what stands in the body. */
export const REST_XML: Wire = {
  ...QUERY_OUTPUT,
  nameOf: (member) => text(member.traits['httpQuery']) ?? xmlName(member),
};
export const EC2_INPUT: Wire = {
  nameOf: (member) => text(member.traits['ec2QueryName']) ?? upper(xmlName(member)),
  isText: true,
};

export interface Question {
  /** Members that the model does not have are wrong. */
  readonly judgesNames: boolean;
}

/** What of a request or an answer is not as AWS's model has it: names, what is missing, kinds of values, their limits. */
export function mismatches(
  shape: Shape,
  value: unknown,
  wire: Wire,
  { judgesNames }: Question = { judgesNames: true },
): string[] {
  return compare(shape, value, '', false);

  function compare(shape: Shape, value: unknown, path: string, isInSecret: boolean): string[] {
    if (value === undefined || wire.isUnknown?.(value) === true) return [];
    const at = path === '' ? 'it' : path;
    const limits = shape.limits ?? {};
    const isSecret = isInSecret || limits.isSecret === true;
    const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
    const sized = (size: number) => beyondSize(size, limits).map((each) => `${at} ${each}`);
    switch (shape.kind) {
      case 'structure': {
        // XML has no empty object.
        if (wire.isText && value === '') return [];
        if (!isObject(value)) return [`${at} is no object`];
        const known = new Map(shape.members.map((member) => [wire.nameOf(member), member]));
        const foreign = Object.keys(value).filter((name) => !known.has(name) && value[name] !== undefined);
        return [
          ...(judgesNames ? foreign.map((name) => `${inside(name)} is no member of ${shape.name}`) : []),
          ...[...known].flatMap(([name, member]) =>
            value[name] === undefined
              ? member.isRequired
                ? [`${inside(name)} is missing, which ${shape.name} requires`]
                : []
              : compare(member.shape(), value[name], inside(name), isSecret),
          ),
        ];
      }
      case 'list': {
        const items = itemsOf(value, wire, shape.member);
        if (items === undefined) return [`${at} is no list`];
        const item = shape.member.shape();
        return [
          ...sized(items.length),
          ...items.flatMap((each, index) => compare(item, each, inside(String(index)), isSecret)),
        ];
      }
      case 'map': {
        // How the query protocols write a map, nothing here tells.
        if (wire.isText) return [];
        if (!isObject(value)) return [`${at} is no map`];
        const [key, content] = [shape.key(), shape.value()];
        return [
          ...sized(Object.keys(value).length),
          ...Object.entries(value).flatMap(([name, each]) => [
            ...compare(key, name, `${inside(name)} (its name)`, isSecret),
            ...compare(content, each, inside(name), isSecret),
          ]),
        ];
      }
      case 'either': {
        const found = shape.shapes.map((each) => compare(each, value, path, isSecret));
        return found.some((each) => each.length === 0) ? [] : (found[0] ?? []);
      }
      default: {
        if (!fits(shape.kind, value, wire)) return [`${at} is no ${shape.kind}`];
        if (shape.kind !== 'text' && shape.kind !== 'number') return [];
        return beyond(value, shape.kind, limits, isSecret).map((each) => `${at} ${each}`);
      }
    }
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
