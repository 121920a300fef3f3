/** What a model says of a value, in one form, whichever model it comes from. */
export type Shape = Described & { readonly limits?: Limits };

type Described =
  | { readonly kind: 'structure'; readonly name: string; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly member: Member }
  | { readonly kind: 'map'; readonly key: () => Shape; readonly value: () => Shape }
  | { readonly kind: 'either'; readonly shapes: readonly Shape[] }
  | { readonly kind: 'text' | 'number' | 'truth' | 'other' };

export type Traits = Readonly<Record<string, unknown>>;

export interface Member {
  readonly name: string;
  /** Shapes contain themselves, through others. */
  readonly shape: () => Shape;
  readonly traits: Traits;
  readonly isRequired: boolean;
}

export interface Limits {
  readonly allowed?: readonly string[];
  /** Of the whole text. */
  readonly pattern?: RegExp;
  /** Of a number its value, of a text its characters, of a list or a map its entries. */
  readonly min?: number;
  readonly max?: number;
  /** Never printed, nor what is in it. */
  readonly isSecret?: boolean;
}

export interface OperationModel {
  readonly input: Shape;
  readonly output: Shape;
}

export const NOTHING: Shape = { kind: 'structure', name: 'nothing', members: [] };
