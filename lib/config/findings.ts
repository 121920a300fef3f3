import type { z } from 'zod';
import { settings, type Settings } from './schema/settings';
import { Refusal } from './schema/text';
import { show } from './problem';
import { received } from './received';
import { keysAt, schemaAt } from './schema-at';
import { suggestion } from './suggestion';
import { at, isRecord, written, type Path } from './tree';
import { unknownKeyRemedy } from './unknown-key';

/** A problem that still knows where it stands, before the path is written for the reader. */
export interface Finding {
  readonly path: Path;
  readonly received: string;
  readonly allowed: string;
  readonly remedy: string;
}

/** A value that was read, and is wrong beside others. */
export function findingOf(path: Path, received: unknown, allowed: string, remedy: string): Finding {
  return { path, received: show(received), allowed, remedy };
}

export interface Reading {
  readonly settings?: Settings;
  readonly findings: readonly Finding[];
}

/** Reads the settings of one environment by the schema. */
export function readSettings(input: unknown): Reading {
  const result = settings.safeParse(input);
  if (result.success) return { settings: result.data, findings: [] };
  return {
    findings: result.error.issues
      .flatMap((issue) => ofVariant(issue, at(input, issue.path)))
      .flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? unknownKeys(issue, input, keysAt(issue.path))
          : [wrongValue(issue, at(input, issue.path))],
      ),
  };
}

/** Where an object is one of several forms, and the others are words: what is wrong with it as an object. */
function ofVariant(issue: z.core.$ZodIssue, value: unknown): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || !isRecord(value)) return [issue];
  const ofObject = issue.errors.find((issues) => issues.some(({ code }) => code !== 'invalid_value'));
  return (ofObject ?? [issue]).map((each) =>
    each === issue ? issue : { ...each, path: [...issue.path, ...each.path] },
  );
}

function unknownKeys(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  input: unknown,
  known: readonly string[],
): Finding[] {
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    return {
      path,
      received: received(path, at(input, path)),
      // Of all forms that the object may have; the one that is written lacks some.
      allowed: `these keys: ${known.filter((each) => !issue.keys.includes(each)).join(', ')}`,
      remedy: unknownKeyRemedy(written(issue.path), key, known),
    };
  });
}

function wrongValue(issue: z.core.$ZodIssue, value: unknown): Finding {
  const refusal: unknown = issue.code === 'custom' ? issue.params?.['refusal'] : undefined;
  const { allowed, remedy } = refusal instanceof Refusal ? refusal : generic(issue, value);
  return { path: issue.path, received: received(issue.path, value), allowed, remedy };
}

function generic(issue: z.core.$ZodIssue, value: unknown): Refusal {
  const allowed = allowedBy(issue);
  if (value === undefined) return new Refusal(allowed, 'Add it.');
  const schema = schemaAt(issue.path);
  const proposal = schema === undefined ? undefined : suggestion(schema, value);
  return new Refusal(allowed, proposal ?? `Change it to ${allowed}.`);
}

const KINDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'a text',
};

function allowedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value')
    return issue.values
      .map(show)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1');
  // Where the schema has words of its own, they say more than the kind.
  const isGeneric = issue.message.startsWith('Invalid input');
  if (issue.code !== 'invalid_type' || !isGeneric) return issue.message;
  const keys = keysAt(issue.path);
  return keys.length > 0
    ? `an object with the keys ${keys.join(', ')}`
    : (KINDS[issue.expected] ?? issue.message);
}
