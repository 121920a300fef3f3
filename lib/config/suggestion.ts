import { inspect } from 'node:util';

import { z } from 'zod';

import { bare, keysOf } from './schema-at';
import { Refusal } from './schema/text';
import { distance } from './spelling';
import { isRecord } from './tree';

/** What people write from other tools, and the word for it here. */
const SYNONYMS: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  'x86-64': 'x86_64',
  x64: 'x86_64',
  x86: 'x86_64',
  aarch64: 'arm64',
  arm: 'arm64',
  graviton: 'arm64',
};

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 };

/** How to write a value that stands there in another form, where that can be told: each proposal is tried before it is made. */
export function suggestion(schema: z.core.$ZodType, value: unknown): string | undefined {
  const read = bare(schema);
  if (read instanceof z.ZodObject) return asObject(schema, keysOf(read), value);
  if (read instanceof z.ZodArray) return asList(schema, value);
  const proposal = candidates(read, value).find((candidate) => fits(schema, candidate));
  return proposal === undefined ? undefined : `Write ${asWritten(proposal)}.`;
}

function candidates(schema: z.core.$ZodType, value: unknown): readonly unknown[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  if (schema instanceof z.ZodEnum) return wordsNear(value, schema.options);
  if (schema instanceof z.ZodBoolean) return [yesOrNo(value)];
  // A zone by its id alone, exchangers without the list or the preference.
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodCustom)
    return [{ id: value }, [value], [`10 ${String(value)}`], yesOrNo(value)];
  if (typeof value === 'string') return [numberIn(value)];
  return typeof value === 'number' ? [String(value)] : [];
}

/** One value where an object of several is wanted: it was meant for all of them, or for the one that takes it. */
function asObject(schema: z.core.$ZodType, keys: readonly string[], value: unknown): string | undefined {
  if (isRecord(value) || Array.isArray(value)) return undefined;
  const all = Object.fromEntries(keys.map((key) => [key, value]));
  if (fits(schema, all)) return `Write ${asWritten(all)}, or only what you mean of it.`;
  for (const key of keys)
    for (const candidate of [value, [value]])
      if (fits(schema, { [key]: candidate })) return `Write ${asWritten({ [key]: candidate })}.`;
  const refusals = keys.flatMap((key) => [value, [value]].map((each) => refusalOf(schema, { [key]: each })));
  return refusals.find((refusal) => refusal !== undefined)?.remedy;
}

function asList(schema: z.core.$ZodType, value: unknown): string | undefined {
  if (isRecord(value)) return named(schema, Object.keys(value));
  if (fits(schema, [value])) return `Write ${asWritten([value])}.`;
  const refusal = refusalOf(schema, [value]);
  return refusal === undefined ? undefined : `Write a list. ${refusal.remedy}`;
}

/** Such as `users: { app: … }`: the names as they would stand in a list. */
function named(schema: z.core.$ZodType, names: readonly string[]): string | undefined {
  const read = bare(schema);
  const [key] = read instanceof z.ZodArray ? keysOf(read.element) : [];
  if (key === undefined) return undefined;
  const list = (names.length === 0 ? ['app'] : names).map((name) => ({ [key]: name }));
  return fits(schema, list)
    ? `Write a list: ${asWritten(list)}${names.length === 0 ? ', or leave it out for the default' : ''}.`
    : undefined;
}

function wordsNear(value: string | number, words: readonly unknown[]): readonly unknown[] {
  if (typeof value !== 'string') return [];
  const meant = SYNONYMS[value.toLowerCase()] ?? value.toLowerCase();
  const near = words
    .filter((word): word is string => typeof word === 'string')
    // Another first letter is another word: `+all` was not meant to be `-all`.
    .filter(
      (word) => word.startsWith(meant.slice(0, 1)) && distance(meant, word) <= Math.floor(word.length / 3),
    );
  return [meant, ...near];
}

function yesOrNo(value: string | number): boolean | undefined {
  const word = String(value).toLowerCase();
  if (['true', 'yes', 'on', '1'].includes(word)) return true;
  return ['false', 'no', 'off', '0'].includes(word) ? false : undefined;
}

/** `'300'`, `'5d'` in seconds, `'16 GiB'`: the schema says whether the figure fits. */
function numberIn(value: string): number | undefined {
  const [, digits, unit = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  if (digits === undefined) return undefined;
  if (unit === '' || /^[gm]i?b$|^g$/i.test(unit)) return Number(digits);
  const seconds = SECONDS[unit.toLowerCase().replace(/^(min|[smhdw])[a-z]*$/, '$1')];
  return seconds === undefined ? undefined : Number(digits) * seconds;
}

function fits(schema: z.core.$ZodType, value: unknown): boolean {
  return value !== undefined && z.safeParse(schema, value).success;
}

function refusalOf(schema: z.core.$ZodType, value: unknown): Refusal | undefined {
  const { error } = z.safeParse(schema, value);
  return error?.issues
    .map((issue) => (issue.code === 'custom' ? (issue.params?.['refusal'] as unknown) : undefined))
    .find((refusal) => refusal instanceof Refusal);
}

/** As a person would write it into the config. */
function asWritten(value: unknown): string {
  return inspect(value, { depth: 4, breakLength: Infinity });
}
