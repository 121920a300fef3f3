import type { Environment } from '../config/environment';
import type { Finding } from '../config/findings';
import type { Path } from '../config/tree';

/** One of AWS's limits that a config can reach. */
export interface Limit {
  /** What is measured: `the passwords' secret has`. */
  readonly what: string;
  readonly size: number;
  readonly most: number;
  /** Such as `bytes`. */
  readonly unit: string;
  /** Who sets it, and where it is written. */
  readonly whose: string;
  /** What in the config makes it grow. */
  readonly path: Path;
  readonly remedy: string;
}

export type Measure = (environment: Environment) => readonly Limit[];

export function exceeded({ what, size, most, unit, whose, path, remedy }: Limit): Finding[] {
  if (size <= most) return [];
  return [
    {
      path,
      received: `${what} ${figure(size)} ${unit}`,
      allowed: `at most ${figure(most)} ${unit} (${whose})`,
      remedy,
    },
  ];
}

const figure = (count: number) => count.toLocaleString('en-US');
