import { AwsFailure } from '../deployed/failure';
import { LoadError } from '../config/load';
import { ConfigError } from '../config/problem';

/** What the user can mend: told in its own words, without a stack. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const MENDABLE = [ConfigError, LoadError, UsageError, AwsFailure];

/** Runs a command's action; a failure that the user can mend is told on standard error and sets the exit code. */
export function telling<Args extends unknown[]>(action: (...args: Args) => Promise<void>) {
  return async (...args: Args): Promise<void> => {
    try {
      await action(...args);
    } catch (error) {
      if (!MENDABLE.some((kind) => error instanceof kind)) throw error;
      process.stderr.write(`${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  };
}
