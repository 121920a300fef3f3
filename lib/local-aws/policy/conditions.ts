import { unsupported } from '../errors';
import type { Value } from '../values';
import { asObject, texts } from '../values';
import { arnLike, wildcard } from './match';

/** Condition keys of one request. An absent key is declared as `undefined`. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

type Test = (wanted: string, actual: string) => boolean;

const OPERATORS: Record<string, { test: Test; negated?: true }> = {
  StringEquals: { test: (wanted, actual) => wanted === actual },
  StringNotEquals: { test: (wanted, actual) => wanted === actual, negated: true },
  StringEqualsIgnoreCase: { test: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase() },
  StringLike: { test: (wanted, actual) => wildcard(wanted, actual) },
  StringNotLike: { test: (wanted, actual) => wildcard(wanted, actual), negated: true },
  ArnEquals: { test: arnLike },
  ArnLike: { test: arnLike },
  Bool: { test: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase() },
  NumericLessThanEquals: { test: (wanted, actual) => Number(actual) <= Number(wanted) },
};

/**
 * Whether every condition of a statement holds. A key that the action did not declare is refused by name:
 * guessing that it is absent could turn a policy that fails on AWS into one that passes here.
 */
export function conditionsHold(conditions: Value, context: Context): boolean {
  return Object.entries(asObject(conditions)).every(([operator, keys]) =>
    Object.entries(asObject(keys)).every(([key, wanted]) => holds(operator, key, texts(wanted), context)),
  );
}

function holds(operator: string, key: string, wanted: string[], context: Context): boolean {
  const known = (one: string) =>
    Object.keys(context).find((each) => each.toLowerCase() === one.toLowerCase());
  // `aws:ResourceTag/*` says that all the tags are declared: another one is absent.
  const name = known(key) ?? known(key.replace(/\/.*$/, '/*'));
  if (name === undefined) {
    throw unsupported(`the condition key ${key} (this action has: ${Object.keys(context).join(', ')})`);
  }
  const value = context[name];
  const actual = value === undefined ? [] : Array.isArray(value) ? value : [value as string];
  if (operator === 'Null') return wanted.includes('true') === (actual.length === 0);

  const [, quantifier, bare, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const how = OPERATORS[bare ?? ''];
  if (!how)
    throw unsupported(`the condition operator ${operator} (known: ${Object.keys(OPERATORS).join(', ')})`);
  const matches = (one: string) =>
    wanted.some((candidate) => how.test(candidate, one)) !== (how.negated ?? false);
  // IAM User Guide, "Multivalued context keys": ForAllValues is true when the key is absent.
  if (quantifier === 'ForAllValues') return actual.every(matches);
  if (quantifier === 'ForAnyValue') return actual.some(matches);
  if (actual.length === 0) return ifExists !== undefined || how.negated === true;
  return actual.every(matches);
}
