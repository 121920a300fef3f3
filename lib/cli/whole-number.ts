import { InvalidArgumentError } from 'commander';

/** A parser for an option that is a whole number from 1. */
export function wholeNumber(what: string, most: number) {
  return (value: string): number => {
    if (/^[1-9][0-9]{0,9}$/.test(value) && Number(value) <= most) return Number(value);
    throw new InvalidArgumentError(`It must be a whole number of ${what} from 1 to ${String(most)}.`);
  };
}
