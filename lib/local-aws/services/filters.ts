import { unsupported } from '../errors';
import type { Values } from '../values';
import { asText, objects, texts } from '../values';

/** Values by filter; one that is not honoured is refused by name. */
export function filters(
  input: Values,
  action: string,
  known: readonly string[],
): Map<string, readonly string[]> {
  const given = objects(input['Filter']).map(({ Name, Value }) => [asText(Name), texts(Value)] as const);
  const foreign = given.find(([name]) => !known.includes(name));
  if (foreign !== undefined) throw unsupported(`the filter ${foreign[0]} of ${action}`);
  return new Map(given);
}
