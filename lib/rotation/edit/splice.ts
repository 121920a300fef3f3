import ts from 'typescript';

import type { Entry } from './syntax';

/** A piece of the text and what takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function spliced(source: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((one, two) => two.start - one.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
}

/** How a file is written: its line ends, its quotes, its indent. */
export interface Hand {
  readonly newline: string;
  readonly quote: string;
  readonly unit: string;
}

export function handOf(source: string): Hand {
  const count = (character: string) => source.split(character).length;
  return {
    newline: source.includes('\r\n') ? '\r\n' : '\n',
    quote: count('"') > count("'") ? '"' : "'",
    unit: /^([ \t]+)\S/m.exec(source)?.[1] ?? '  ',
  };
}

/** A plain value as TypeScript, on one line. */
export function literal(value: unknown, hand: Pick<Hand, 'quote'>): string {
  if (Array.isArray(value)) return `[${value.map((each) => literal(each, hand)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => `${key}: ${literal(each, hand)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  if (typeof value === 'boolean') return String(value);
  return `${hand.quote}${String(value)}${hand.quote}`;
}

/** Puts entries behind the last one of an object, each on a line of its own where the object's are. */
export function appended(
  source: string,
  object: ts.ObjectLiteralExpression,
  entries: readonly string[],
  hand: Hand,
): Splice[] {
  const [first] = object.properties;
  const last = object.properties.at(-1);
  if (first === undefined || last === undefined) {
    const inside = { start: object.getStart() + 1, end: object.end - 1 };
    return [{ ...inside, text: ` ${entries.join(', ')} ` }];
  }
  const indent = indentOf(source, first);
  if (indent === undefined) return [{ start: last.end, end: last.end, text: `, ${entries.join(', ')}` }];
  const lines = entries.map((entry) => `${hand.newline}${indent}${entry},`).join('');
  // Behind the comma and what is said about the last entry on its line.
  const comma = source.slice(last.end).match(/^\s*,/)?.[0].length;
  const after = last.end + (comma ?? 0);
  const place = ts.getTrailingCommentRanges(source, after)?.at(-1)?.end ?? after;
  const missing = comma === undefined ? [{ start: last.end, end: last.end, text: ',' }] : [];
  if (missing.length > 0 && place === last.end) return [{ start: place, end: place, text: `,${lines}` }];
  return [...missing, { start: place, end: place, text: lines }];
}

/** Takes an entry out, with its comma and, where it stands alone on it, its line. */
export function removed(source: string, object: ts.ObjectLiteralExpression, entry: Entry): Splice {
  const at = object.properties.indexOf(entry);
  const [previous, next] = [object.properties[at - 1], object.properties[at + 1]];
  const start = entry.getStart();
  const indent = indentOf(source, entry);
  const rest = /^\s*?,?[ \t]*(\/\/[^\r\n]*)?(\r?\n)/.exec(source.slice(entry.end));
  if (indent !== undefined && rest !== null)
    return { start: start - indent.length, end: entry.end + rest[0].length, text: '' };
  if (next !== undefined) return { start, end: next.getStart(), text: '' };
  return { start: previous?.end ?? start, end: entry.end, text: '' };
}

/** The white space before an entry that begins its line. */
function indentOf(source: string, entry: Entry): string | undefined {
  const start = entry.getStart();
  const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*$/.test(before) ? before : undefined;
}
