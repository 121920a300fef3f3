import type { Known } from './seen';

/** A key that nobody has changed for this long may have been read by somebody who has left. */
const YEAR_DAYS = 365;
const DAY_MS = 86_400_000;

/** When a key is to be changed though nothing asks for it. */
export interface Due {
  readonly made: Date;
  readonly from: Date;
  readonly now: boolean;
}

export function dueOf(made: Known<Date>, now: Date): Known<Due> {
  if (made.value === undefined) return made;
  const from = new Date(made.value.getTime() + YEAR_DAYS * DAY_MS);
  return { value: { made: made.value, from, now: now >= from } };
}
