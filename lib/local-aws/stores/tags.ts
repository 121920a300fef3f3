import type { Context } from '../policy/conditions';
import type { Value } from '../values';
import { asText, objects } from '../values';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export const tagsOf = (value: Value): Tag[] =>
  objects(value).map(({ Key, Value: content }) => ({ Key: asText(Key), Value: asText(content) }));

/** Condition keys of a resource with these tags; of any other tag it is known that it is absent. */
export function tagContext(tags: readonly Tag[]): Context {
  return {
    'aws:ResourceTag/*': undefined,
    ...Object.fromEntries(tags.map(({ Key, Value: content }) => [`aws:ResourceTag/${Key}`, content])),
  };
}
