import { z } from 'zod';

/** A whole number between two others, of what it counts. */
export const whole = (least: number, most: number, what: string) => {
  const error = `a whole number of ${what} from ${String(least)} to ${String(most)}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};
