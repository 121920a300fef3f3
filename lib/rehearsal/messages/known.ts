import type { Row } from './row';

/** What is not right yet: the one list, and the table in docs shows it. */
interface Deviation {
  /** Each of these happens, and nothing else does. */
  readonly failures: readonly RegExp[];
  readonly why: string;
}

const RAW_HEADER: Deviation = {
  failures: [/^bare 7 bits: /],
  why: 'raw 8-bit octets in a field have no charset that could be undone, so they are neither encoded anew nor refused, and smtp(8) hands them to a server without 8BITMIME as well (RFC 6152 has no way for a header)',
};

export const KNOWN: Readonly<Record<string, Deviation>> = {
  'bare-cr': {
    failures: [/^\w+ whole: the content differs: .*one\\+rtwo.* <> .*one two/],
    why: 'cleanup_replace_stray_cr_lf makes it a blank before a milter sees it, a defence against smuggling that stays on; RFC 5322 section 2.3 forbids such a CR, and nothing could still refuse it',
  },
  'subject-8bit': RAW_HEADER,
  'subject-8bit-a': RAW_HEADER,
  'from-8bit': RAW_HEADER,
  'name-raw': RAW_HEADER,
  'machine-subject-8bit': RAW_HEADER,
  'signed-8bit': {
    failures: [/^bare 7 bits: /],
    why: 'a part that is signed is never converted, as that would break its signature; it is taken as it is and goes so to a server without 8BITMIME too, where RFC 6152 section 3 would have it returned',
  },
};

/** What came of a message otherwise than right, or than it is known to. */
export function surprises({ id, failures }: Pick<Row, 'id' | 'failures'>, known = KNOWN): string[] {
  const expected = known[id]?.failures ?? [];
  const gone = expected.filter((pattern) => !failures.some((failure) => pattern.test(failure)));
  return [
    ...failures.filter((failure) => !expected.some((pattern) => pattern.test(failure))),
    ...gone.map((pattern) => `${String(pattern)} does not happen any more: take it off the list in known.ts`),
  ];
}

/** Why it is not right yet, where it goes wrong as it is known to. */
export function knownReason(row: Pick<Row, 'id' | 'failures'>): string | undefined {
  return surprises(row).length === 0 ? KNOWN[row.id]?.why : undefined;
}
