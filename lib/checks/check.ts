import type { Inquiry } from './inquiry';
import type { VerdictWord } from './row';

export interface Finding {
  readonly verdict: VerdictWord;
  /** What it is about, if not the check's own subject. */
  readonly subject?: string;
  readonly seen: string;
  readonly expected: string;
  readonly next: string;
}

export interface Check {
  readonly id: string;
  readonly subject: (inquiry: Inquiry) => string;
  /** Why it matters, in a line. */
  readonly why: string;
  /** Checks that must not fail before this one can say anything of its own. */
  readonly needs?: readonly string[];
  readonly look: (inquiry: Inquiry) => Promise<Finding | readonly Finding[]>;
}

export const pass = (seen: string, expected: string): Finding => ({
  verdict: 'pass',
  seen,
  expected,
  next: '',
});

export const warn = (seen: string, expected: string, next: string): Finding => ({
  verdict: 'warn',
  seen,
  expected,
  next,
});

export const fail = (seen: string, expected: string, next: string): Finding => ({
  verdict: 'fail',
  seen,
  expected,
  next,
});

/** Not looked at: why, and how it would be. */
export const skip = (reason: string, expected: string, next: string): Finding => ({
  verdict: 'skip',
  seen: reason,
  expected,
  next,
});

/** A pass when the condition holds, else a fail. */
export function judge(good: boolean, seen: string, expected: string, next: string): Finding {
  return good ? pass(seen, expected) : fail(seen, expected, next);
}

export const listed = (values: readonly string[]): string =>
  values.length === 0 ? 'nothing' : values.join(', ');

/** A deploy sends only what changed in the template: it does not notice what was changed by hand. */
export function putBack(record: string): string {
  return `Put ${record} back as npm run kitte -- zone --format table prints it; a deploy sees no change that was made by hand.`;
}
