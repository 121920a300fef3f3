import { z } from 'zod';

import { settings } from './schema/settings';
import type { Path } from './tree';

/** The schema of the value at a path, without what only adds a default or a transformation; nothing where none is known. */
export function schemaAt(path: Path): z.core.$ZodType | undefined {
  return path.reduce<z.core.$ZodType | undefined>(
    (schema, key) => (schema === undefined ? undefined : childOf(schema, key)),
    settings,
  );
}

/** The keys of the object at a path, of all its variants together. */
export function keysAt(path: Path): readonly string[] {
  const schema = schemaAt(path);
  return schema === undefined ? [] : keysOf(schema);
}

/** What a value is read by at last. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return bare(schema.unwrap());
  return schema instanceof z.ZodPipe ? bare(schema.in) : schema;
}

export function keysOf(schema: z.core.$ZodType): readonly string[] {
  const read = bare(schema);
  if (read instanceof z.ZodObject) return Object.keys(read.shape);
  if (read instanceof z.ZodUnion) return [...new Set(read.options.flatMap(keysOf))];
  return [];
}

function childOf(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  const read = bare(schema);
  if (read instanceof z.ZodArray) return typeof key === 'number' ? read.element : undefined;
  if (read instanceof z.ZodRecord) return read.valueType;
  if (read instanceof z.ZodObject) return (read.shape as z.core.$ZodShape)[String(key)];
  if (read instanceof z.ZodUnion)
    return read.options.map((option) => childOf(option, key)).find((child) => child !== undefined);
  return undefined;
}
