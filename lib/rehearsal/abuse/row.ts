/** One case of the abuse suite: what was tried on the running server, and what came of it. */
export interface Row {
  /** Unique in a run: the group and a number. */
  readonly id: string;
  readonly group: string;
  readonly case: string;
  readonly sent: string;
  /** The server's word that decided it. */
  readonly answer: string;
  /** What was left in the queue. */
  readonly left: string;
  readonly expected: string;
  readonly pass: boolean;
}

export const NOTHING = 'nothing';

/** `relay-007`: ids of a group, in the order of its rows. */
export function numbered(group: string): () => string {
  let count = 0;
  return () => `${group}-${String((count += 1)).padStart(3, '0')}`;
}

/** Only a permanent refusal counts (RFC 5321 section 4.2.1): a temporary one would be tried again. */
export const isRefusal = (answer: string) => /^5\d\d[ -]/.test(answer);
