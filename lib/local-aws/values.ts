/** JSON-like values: templates, resource properties and API inputs. */
export type Value = string | number | boolean | null | undefined | Value[] | Values;
export interface Values {
  [key: string]: Value;
}

export function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`expected a string, received ${JSON.stringify(value)}`);
}

export function optionalText(value: Value): string | undefined {
  return value === undefined || value === null ? undefined : asText(value);
}

export function asList(value: Value): Value[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

export function asObject(value: Value): Values {
  if (isObject(value)) return value;
  if (value === undefined || value === null) return {};
  throw new TypeError(`expected an object, received ${JSON.stringify(value)}`);
}

export const texts = (value: Value): string[] => asList(value).map(asText);
export const objects = (value: Value): Values[] => asList(value).map(asObject);

export function isTrue(value: Value): boolean {
  return value === true || value === 'true';
}

/** Equal as CloudFormation compares: 8080 and "8080" are the same value, key order does not count. */
export function sameValue(a: Value, b: Value): boolean {
  return canonical(a) === canonical(b);
}

export function canonical(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, content]) => content !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, content]) => `${JSON.stringify(key)}:${canonical(content)}`).join(',')}}`;
  }
  return value === undefined || value === null ? 'null' : JSON.stringify(String(value));
}
