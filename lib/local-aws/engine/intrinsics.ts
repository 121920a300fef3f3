import { ApiError } from '../errors';
import type { Value, Values } from '../values';
import { asList, asObject, asText, isObject, sameValue, texts } from '../values';

/** What a template's functions may ask about. */
export interface Scope {
  ref(name: string): Value;
  attribute(logicalId: string, name: string): Value;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): Value;
  importValue(exportName: string): Value;
  stackOutput(stack: string, output: string): Value;
  zones(): string[];
}

/** A value that only the deploy itself will tell: stands in while a change set is planned. */
export const LATER = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Stands for `AWS::NoValue`: the property or list item that holds it goes away. */
export const NO_VALUE = undefined;

type Intrinsic = (argument: Value, scope: Scope) => Value;

const FUNCTIONS: Record<string, Intrinsic> = {
  Ref: (name, scope) => scope.ref(asText(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...name] =
      typeof argument === 'string' ? argument.split('.') : texts(resolve(argument, scope));
    return scope.attribute(id as string, name.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, list] = asList(argument);
    return texts(resolve(list, scope)).join(asText(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [text, variables] = asList(argument);
    const own = asObject(resolve(variables, scope));
    return asText(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in own) return asText(own[name]);
      const dot = name.indexOf('.');
      return asText(dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
    });
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = asList(argument);
    const values = asList(resolve(list, scope));
    const position = Number(asText(resolve(index, scope)));
    if (values.some((value) => typeof value === 'string' && value.includes(LATER))) return LATER;
    if (position >= values.length) {
      throw invalid(
        `Fn::Select cannot select nonexistent value at index ${position} of ${JSON.stringify(values)}`,
      );
    }
    return values[position];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = asList(argument);
    return asText(resolve(text, scope)).split(asText(separator));
  },
  'Fn::Base64': (argument, scope) => Buffer.from(asText(resolve(argument, scope))).toString('base64'),
  'Fn::GetAZs': (_, scope) => scope.zones(),
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = texts(resolve(argument, scope));
    return scope.mapping(map as string, top as string, second as string);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(asText(resolve(argument, scope))),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = asObject(resolve(argument, scope));
    return scope.stackOutput(asText(StackName), asText(OutputName));
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = asList(argument);
    return resolve(scope.condition(asText(name)) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = asList(resolve(argument, scope));
    return sameValue(left, right);
  },
  'Fn::Not': (argument, scope) => resolve(asList(argument)[0], scope) !== true,
  'Fn::And': (argument, scope) => asList(argument).every((one) => resolve(one, scope) === true),
  'Fn::Or': (argument, scope) => asList(argument).some((one) => resolve(one, scope) === true),
  Condition: (name, scope) => scope.condition(asText(name)),
};

/** A template value with every function in it worked out. */
export function resolve(value: Value, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((one) => resolve(one, scope)).filter((one) => one !== NO_VALUE);
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const only = keys.length === 1 ? (keys[0] as string) : '';
  // A policy statement has a key named Condition too: there its value is an object.
  if (only in FUNCTIONS && !(only === 'Condition' && isObject(value[only]))) {
    return (FUNCTIONS[only] as Intrinsic)(value[only], scope);
  }
  if (only.startsWith('Fn::')) {
    throw invalid(`Template uses the function ${only}; known: ${Object.keys(FUNCTIONS).join(', ')}`);
  }
  const resolved: Values = {};
  for (const key of keys) {
    const content = resolve(value[key], scope);
    if (content !== NO_VALUE) resolved[key] = content;
  }
  return resolved;
}

/** Logical ids that a value refers to, by Ref, GetAtt or Sub. */
export function references(value: Value, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) references(one, found);
  if (!isObject(value)) return found;
  for (const [key, content] of Object.entries(value)) {
    if (key === 'Ref' && typeof content === 'string') found.add(content);
    else if (key === 'Fn::GetAtt') found.add(asText(asList(content)[0]).split('.')[0] as string);
    else if (key === 'Fn::Sub') {
      const [text, variables] = asList(content);
      for (const [, name] of asText(text).matchAll(/\$\{([^!}.]+)[^}]*\}/g)) found.add(name as string);
      references(variables, found);
    } else references(content, found);
  }
  return found;
}

export function invalid(message: string): ApiError {
  return new ApiError('ValidationError', message);
}
