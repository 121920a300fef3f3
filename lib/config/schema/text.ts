import { z } from 'zod';

/** Why a value is refused, in words for the person who wrote it. */
export class Refusal {
  constructor(
    /** What may stand here. */
    readonly allowed: string,
    /** What to do now. */
    readonly remedy: string,
  ) {}
}

/** A text that is read into its one spelling, or refused with the remedy. */
export function text(allowed: string, read: (value: string) => string | Refusal) {
  return z.string({ error: allowed }).transform((value, context) => {
    const result = read(value);
    if (!(result instanceof Refusal)) return result;
    context.issues.push(refused(value, result));
    return z.NEVER;
  });
}

/** The zod issue that carries a refusal; `problemsOf` unpacks it. */
export function refused(input: unknown, refusal: Refusal, path: readonly PropertyKey[] = []) {
  return { code: 'custom' as const, input, message: refusal.allowed, params: { refusal }, path: [...path] };
}
