import type { Limits } from './shape';

const SHOWN_CHARACTERS = 80;
const SHOWN_WORDS = 20;

/** What of a plain value is not within its limits. */
export function beyond(value: unknown, kind: 'text' | 'number', limits: Limits, isSecret: boolean): string[] {
  const text = String(value);
  const is = isSecret ? 'has a value that is kept secret' : `is ${shown(text)}`;
  const { allowed, pattern } = limits;
  // Smithy counts Unicode scalar values: https://smithy.io/2.0/spec/constraint-traits.html#length-trait
  const size = kind === 'number' ? Number(value) : [...text].length;
  return [
    ...(allowed === undefined || allowed.includes(text) ? [] : [`${is}, allowed: ${listed(allowed)}`]),
    ...(pattern === undefined || pattern.test(text) ? [] : [`${is}, which does not match ${pattern.source}`]),
    ...(isWithin(size, limits)
      ? []
      : kind === 'number'
        ? [`${is}, allowed: ${rangeOf(limits)}`]
        : [`${is}, with ${String(size)} characters, allowed: ${rangeOf(limits)}`]),
  ];
}

/** The same of how many entries a list or a map has. */
export function beyondSize(size: number, limits: Limits = {}): string[] {
  return isWithin(size, limits) ? [] : [`has ${String(size)} entries, allowed: ${rangeOf(limits)}`];
}

const isWithin = (size: number, { min = -Infinity, max = Infinity }: Limits) => size >= min && size <= max;

const rangeOf = ({ min, max }: Limits) =>
  [
    ...(min === undefined ? [] : [`from ${String(min)}`]),
    ...(max === undefined ? [] : [`to ${String(max)}`]),
  ].join(' ');

const shown = (text: string) =>
  JSON.stringify(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);

const listed = (words: readonly string[]) =>
  words.length > SHOWN_WORDS
    ? `${words.slice(0, SHOWN_WORDS).join(', ')} and ${String(words.length - SHOWN_WORDS)} more`
    : words.join(', ');
