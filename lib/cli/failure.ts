import { LoadError } from '../config/load';
import { ConfigError } from '../config/problem';

/** What the user can mend: told in its own words, without a stack. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Runs a command's action; a failure that the user can mend is told on standard error and sets the exit code. */
export function telling<Args extends unknown[]>(action: (...args: Args) => Promise<void>) {
  return async (...args: Args): Promise<void> => {
    try {
      await action(...args);
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof LoadError || error instanceof UsageError))
        throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  };
}
