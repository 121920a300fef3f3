import type { Value, Values } from '../values';
import { isObject } from '../values';

/**
 * Parameters of the AWS query protocol: `Tags.member.1.Key=a` is a list of objects.
 * EC2's variant leaves `member` out.
 */
export function parseQuery(body: string): Values {
  const tree: Values = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split('.').filter((part) => part !== 'member');
    let node = tree;
    for (const part of path.slice(0, -1)) node = (node[part] ??= {}) as Values;
    node[path.at(-1) as string] = value;
  }
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, listsOf(value)]));
}

/** Turns objects with keys 1, 2, 3 … into lists. */
function listsOf(value: Value): Value {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => listsOf(value[key]));
  }
  return Object.fromEntries(keys.map((key) => [key, listsOf(value[key])]));
}
